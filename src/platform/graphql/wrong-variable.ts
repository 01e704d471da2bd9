import { Kind, visit, type ASTNode, type DocumentNode } from 'graphql';

const WRONG = /^Variable "\$(\w+)"/;

/**
 * Which input a variable of the wrong type was for, by its path as every other refusal names it: `hours.weekly.1.opens`. graphql-js tells it in its
 * sentence alone, under the name the caller gave the variable. Null when the sentence is about something else.
 */
export function fieldOfWrongVariable(document: DocumentNode, message: string): string | null {
  const name = WRONG.exec(message)?.[1];
  if (name === undefined) return null;
  // The last one: what stands before it shows the value, which may hold anything.
  const within = new RegExp(`.* at "${name}([^"]*)"; `, 's').exec(message)?.[1] ?? '';
  const place = `${placeOf(document, name).join('.')}${within.replaceAll(/\[(\d+)\]/g, '.$1')}`;
  return place.startsWith('input.') ? place.slice('input.'.length) : place;
}

/** The argument the variable stands in, and the fields of the object written out there, if any; its own name when it stands nowhere. */
function placeOf(document: DocumentNode, name: string): readonly string[] {
  const places: string[][] = [];
  visit(document, {
    Variable: (variable, _key, parent, _path, ancestors) => {
      const names = [...ancestors, ...(parent ? [parent] : [])].flatMap(namesIn);
      if (variable.name.value === name && names.length > 0) places.push(names);
    },
  });
  return places[0] ?? [name];
}

function namesIn(ancestor: ASTNode | readonly ASTNode[]): string[] {
  if (!('kind' in ancestor)) return [];
  return ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD ? [ancestor.name.value] : [];
}
