import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '../kernel/actor.js';

/** Who a request comes from. The identity module provides it; the edge asks it once per request. */
export interface Authenticator {
  /**
   * null when the request brings no credentials at all. Credentials that do not hold are a DomainError UNAUTHENTICATED, never null:
   * a client with an expired token must not be served as a stranger.
   */
  authenticate(headers: IncomingHttpHeaders): Promise<Actor | null>;
}

export const AUTHENTICATOR = Symbol('Authenticator');
