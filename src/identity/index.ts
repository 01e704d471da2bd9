export { authorize, can, PERMISSIONS, SCOPES, shopsFor, type Permission, type Place, type Scope } from './domain/permissions.js';
