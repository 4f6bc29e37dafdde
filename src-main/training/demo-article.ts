/** An invented article of the demo shop. */
export interface DemoArticle {
  /** Stock code: department and number. */
  readonly code: string;
  /**
   * Thirteen digits with their check digit. Weighed goods: the scale's label with weight 0, so that its first seven digits
   * are what the till compares (`makeWeighedCode`); others lie in a range that is given to no real product.
   */
  readonly ean: string;
  readonly name: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  /** EUR cents for one piece, or for one kilogram; tax included. */
  readonly priceMinor: number;
  readonly unit: 'piece' | 'kg';
  /** Hundredths of a percent (2100 = 21 %). */
  readonly taxRateBp: number;
}
