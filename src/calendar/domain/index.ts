export { AROUND_THE_CLOCK, type Closed, type Segment, type WorkingTime } from './working-time.js';
