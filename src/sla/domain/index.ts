export * from './pack/index.js';
export { bindingClock, binds, clockName, clockNamed, stopsOnIntervention } from './binding.js';
