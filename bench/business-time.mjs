// `node bench/business-time.mjs`: the calendar engine beside the libraries of npm that reckon with several windows a day. They reckon in the zone of the
// process, so that this one runs in Asia/Shanghai. Each must give our answers on a sample before it is timed; one that does not is shown with what it said.
import { pathToFileURL } from 'node:url';

const ZONE = 'Asia/Shanghai';
process.env.TZ = ZONE;
const HOUR = 3_600_000;
const SPANS = [['hours', 4 * HOUR], ['weeks', 2 * 40 * HOUR], ['a year', 2_000 * HOUR]];
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
const WINDOWS = [['09:00', '12:00'], ['13:00', '18:00']];
const SAMPLE = 12;

/** Starts inside working time, to the second, in an order that no cache foresees. */
function starts(calendar, count) {
  let state = 42;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const at = Date.UTC(2024, 0, 1) + Math.floor((state / 2_147_483_648) * 2 * 365 * 24 * 3_600) * 1_000;
    return calendar.isOpen(at) ? at : calendar.nextOpen(at) + 1_000;
  });
}

async function product() {
  const { BusinessCalendar } = await import('../dist/src/calendar/domain/index.js');
  const weekly = DAYS.flatMap((day) => WINDOWS.map(([opens, closes]) => ({ day, opens, closes })));
  return new BusinessCalendar({ timeZone: ZONE, weekly, holidays: [], overrides: [], breaks: [] }).timeline;
}

async function momentBusinessTime() {
  const { default: moment } = await import('moment');
  await import('moment-business-time');
  const day = WINDOWS.flat();
  moment.updateLocale('en', { workinghours: { 0: null, 1: day, 2: day, 3: day, 4: day, 5: day, 6: null } });
  return {
    name: 'moment-business-time 2.0.0',
    add: (start, duration) => moment(start).addWorkingTime(duration / 1_000, 'seconds').valueOf(),
    between: (from, to) => moment(to).workingDiff(moment(from), 'seconds') * 1_000,
  };
}

async function openingHours() {
  const { default: OpeningHours } = await import('opening_hours');
  const hours = new OpeningHours(`Mo-Fr ${WINDOWS.map((window) => window.join('-')).join(',')}`, null);
  return { name: 'opening_hours 3.15.0', between: (from, to) => hours.getOpenDuration(new Date(from), new Date(to))[0] };
}

/** No library of windows, but what is written when one has luxon: day by day, window by window. */
async function luxonByHand() {
  const { DateTime } = await import('luxon');
  const edges = WINDOWS.map((window) => window.map((time) => Number(time.slice(0, 2))));
  function* windows(from) {
    for (let day = DateTime.fromMillis(from, { zone: ZONE }).startOf('day'); ; day = day.plus({ days: 1 })) {
      if (day.weekday <= 5) for (const [opens, closes] of edges) yield [day.set({ hour: opens }).toMillis(), day.set({ hour: closes }).toMillis()];
    }
  }
  return {
    name: 'luxon 3.7.2 by hand',
    add(start, duration) {
      let left = duration;
      for (const [opens, closes] of windows(start)) {
        const open = Math.max(0, closes - Math.max(opens, start));
        if (left <= open) return Math.max(opens, start) + left;
        left -= open;
      }
    },
    between(from, to) {
      let sum = 0;
      for (const [opens, closes] of windows(from)) {
        if (opens >= to) return sum;
        sum += Math.max(0, Math.min(closes, to) - Math.max(opens, from));
      }
    },
  };
}

/** Operations a second, over at least this long. */
function rate(work, count, milliseconds = 400) {
  let done = 0;
  const begin = performance.now();
  let passed = 0;
  while (passed < milliseconds) {
    const batch = count ?? 20_000;
    for (let index = 0; index < batch; index += 1) work(done + index);
    done += batch;
    passed = performance.now() - begin;
  }
  return (done / passed) * 1_000;
}

/** Prints a line for each library, span and operation, and answers them. */
export async function businessTime(say = console.log) {
  const ours = await product();
  const others = [await momentBusinessTime(), await openingHours(), await luxonByHand()];
  const from = starts(ours, 1_000);
  const results = [];
  for (const [span, duration] of SPANS) {
    const ends = from.map((start) => ours.add(start, duration));
    for (const op of ['add', 'between']) {
      const second = op === 'add' ? from.map(() => duration) : ends;
      const best = rate((index) => ours[op](from[index % 1_000], second[index % 1_000]));
      say(`${op.padEnd(8)} ${span.padEnd(7)} ${'amends'.padEnd(28)} ${format(best)}`);
      results.push({ op, span, library: 'amends', rate: best, agrees: true });
      for (const library of others.filter((one) => one[op])) {
        const wrong = from.slice(0, SAMPLE).filter((start, index) => library[op](start, second[index]) !== ours[op](start, second[index]));
        const theirs = rate((index) => library[op](from[index % 1_000], second[index % 1_000]), 1);
        const verdict = wrong.length === 0 ? `${(best / theirs).toFixed(0)} times slower` : `${wrong.length} of ${SAMPLE} answers differ`;
        say(`${op.padEnd(8)} ${span.padEnd(7)} ${library.name.padEnd(28)} ${format(theirs)}   ${verdict}`);
        results.push({ op, span, library: library.name, rate: theirs, agrees: wrong.length === 0 });
      }
    }
  }
  return results;
}

function format(rateOf) {
  return `${Math.round(rateOf).toLocaleString('en-US').padStart(12)} /s`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await businessTime();
