import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

// Loaded into the product before it starts: SIGUSR2 begins a CPU profile, the next one ends it and writes it to BENCH_PROFILE.
const session = new Session();
session.connect();
session.post('Profiler.enable');
let running = false;
process.on('SIGUSR2', () => {
  running = !running;
  if (running) session.post('Profiler.start');
  else session.post('Profiler.stop', (error, { profile }) => writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(profile)));
});
