const MOST = 10_000;

/**
 * Merchants of whom this process learned something that saves a trip, such as that their rules name a calendar. With too many it begins anew: what was
 * forgotten costs that trip once more.
 */
export class MerchantSet {
  private readonly ids = new Set<string>();

  has(merchantId: string): boolean {
    return this.ids.has(merchantId);
  }

  add(merchantId: string): void {
    if (this.ids.size >= MOST) this.ids.clear();
    this.ids.add(merchantId);
  }
}
