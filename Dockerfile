# One image for the API, the worker and the migrations; the command decides which it is. It needs an outside PostgreSQL.
ARG NODE=node:24-slim

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without optional packages: the embedded database and the test compiler are not needed to run tsc. No package here needs its install script.
RUN npm ci --omit=optional --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY migrations ./migrations
COPY src ./src
RUN npm run build

FROM ${NODE} AS production
ENV NODE_ENV=production AMENDS_DATA=/data
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY --from=build /app/dist ./dist
# Stored files: a new volume mounted here takes over the owner.
RUN install -d -o node -g node /data /data/files
USER node
EXPOSE 4000
# The worker answers on the same port. In exec form there is no shell, so nothing in it is expanded but by node.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4000) + '/health/ready', { signal: AbortSignal.timeout(3000) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1: it listens for SIGTERM and starts no children.
CMD ["node", "--max-semi-space-size=32", "--heap-growing-percent=50", "dist/src/main.js"]
