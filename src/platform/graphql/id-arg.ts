import { notFound } from '../../kernel/error.js';
import { decodeId, type IdType } from '../../kernel/ids.js';

/** The uuid of a public id. An id of another type, or none at all, is answered like one that does not exist. */
export function idArg(type: IdType, id: string, field: string): string {
  const uuid = decodeId(type, id);
  if (uuid === undefined) throw notFound(field);
  return uuid;
}

/** The same where an id may be left out. */
export function optionalIdArg(type: IdType, id: string | null | undefined, field: string): string | null {
  return id === null || id === undefined ? null : idArg(type, id, field);
}
