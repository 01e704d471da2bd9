-- Run once by the administrator of a new server, with psql 14 or newer and both passwords in the environment:
--   AMENDS_OWNER_PASSWORD=... AMENDS_LOGIN_PASSWORD=... psql -v ON_ERROR_STOP=1 -f deploy/roles.sql postgres://administrator@server/postgres
-- docker-compose.yml does so by itself at the first start.
\getenv owner_password AMENDS_OWNER_PASSWORD
\getenv login_password AMENDS_LOGIN_PASSWORD

-- What statements run as. Row level security binds both; neither owns a table.
CREATE ROLE amends_app NOLOGIN;
CREATE ROLE amends_worker NOLOGIN;

-- Owns the database and its tables: migrations and new merchants. Not a superuser, and no running API or worker knows its password.
CREATE ROLE amends_owner LOGIN PASSWORD :'owner_password';
GRANT amends_app, amends_worker TO amends_owner;

-- What the API and the worker log in as. NOINHERIT: it can do nothing until it takes one of the two roles.
CREATE ROLE amends_login LOGIN NOINHERIT PASSWORD :'login_password';
GRANT amends_app, amends_worker TO amends_login;

CREATE DATABASE amends OWNER amends_owner;
REVOKE ALL ON DATABASE amends FROM PUBLIC;
GRANT CONNECT ON DATABASE amends TO amends_login;
