import type { Action, Rule } from './rule.js';

/**
 * What an action brings about that a trigger may wait for: a tag, or a task whose deadline is a clock. Every other action ends in itself, and none
 * moves a ticket's severity, words or promises.
 */
function broughtAbout(action: Action): string | null {
  if (action.type === 'ADD_TAG') return `tag:${action.tag}`;
  if (action.type === 'OPEN_TASK') return 'clock:TASK';
  return null;
}

function waitsFor({ trigger }: Rule, happening: string): boolean {
  if (trigger.on === 'TAGGED') return happening === `tag:${trigger.tag}`;
  if (trigger.on === 'CLOCK_BREACHED' || trigger.on === 'CLOCK_WARNED') {
    return happening === 'clock:TASK' && !trigger.steps && (!trigger.kinds || trigger.kinds.includes('TASK'));
  }
  return false;
}

/** The keys of each rule that, by its own actions and those of the rules these set off, sets itself off again: in the order they follow. */
export function loopsIn(rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const follows = new Map(rules.map((rule) => {
    const effects = rule.levels.flatMap(({ actions }) => actions).flatMap((action) => broughtAbout(action) ?? []);
    return [rule.key, rules.filter((other) => effects.some((effect) => waitsFor(other, effect))).map(({ key }) => key)];
  }));
  const loops = new Map<string, readonly string[]>();
  for (const { key } of rules) {
    const way = wayBack(key, follows);
    if (way) loops.set(key, way);
  }
  return loops;
}

function wayBack(start: string, follows: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const seen = new Set<string>();
  const ways: string[][] = [[start]];
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of follows.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return null;
}
