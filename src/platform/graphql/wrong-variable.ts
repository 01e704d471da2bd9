import { GraphQLError, Kind, parse, visit, type ASTNode, type DocumentNode } from 'graphql';

const WRONG = /^Variable "\$(\w+)"/;
/** A field that is missing, or that the type does not have: the sentence ends with it, and the path leads to the object that lacks or has it. */
const LACKS = /(?:^|; )Field "(?:\w+\.)?(\w+)" of required type "[^"]*" was not provided\.$/;
const HAS = /; Field "(\w+)" is not defined by type "[^"]*"\.(?: Did you mean .*)?$/s;

/**
 * Which input a variable of the wrong type was for, by its path as every other refusal names it: `hours.weekly.1.opens`. graphql-js tells it in its
 * sentence alone, under the name the caller gave the variable. Null when the sentence is about something else.
 */
export function fieldOfWrongVariable(document: DocumentNode, message: string): string | null {
  const name = WRONG.exec(message)?.[1];
  if (name === undefined) return null;
  // The last one: what stands before it shows the value, which may hold anything.
  const within = new RegExp(`.* at "${name}([^"]*)"; `, 's').exec(message)?.[1] ?? '';
  const own = LACKS.exec(message)?.[1] ?? HAS.exec(message)?.[1];
  return inInput(`${placeOf(document, name).join('.')}${within.replaceAll(/\[(\d+)\]/g, '.$1')}${own === undefined ? '' : `.${own}`}`);
}

/** The same of a value written out in the operation itself. Null when the error is not about the value of an argument. */
export function fieldOfWrongLiteral(error: unknown): string | null {
  const wrong = error instanceof GraphQLError ? error.nodes?.[0]?.loc : undefined;
  if (!(error instanceof GraphQLError) || !wrong) return null;
  const names: string[] = [];
  visit(parse(wrong.source.body), {
    enter(node, key) {
      if (!node.loc || node.loc.start > wrong.start || node.loc.end < wrong.end) return false; // not on the way to it
      names.push(...namesIn(node), ...(typeof key === 'number' && names.length > 0 && node.kind.endsWith('Value') ? [String(key)] : []));
      return undefined;
    },
  });
  const lacks = LACKS.exec(error.message)?.[1];
  return names.length === 0 ? null : inInput([...names, ...(lacks === undefined ? [] : [lacks])].join('.'));
}

function inInput(place: string): string {
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
