/** The look-out for due work: a small pool as `amends_worker`, which sees due rows of every merchant and nothing else. */
export const WORKER_DATABASE = Symbol('WorkerDatabase');
