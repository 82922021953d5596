/** How a cost grows: the exponent of cost = c · size^k. Pure. */

export interface Point {
  readonly size: number;
  readonly cost: number;
}

/**
 * The slope of a least-squares line through the logarithms: 1 is growth in proportion, 2 is growth by the square.
 *
 * @throws RangeError for fewer than two sizes, or for a size or a cost that is not above nought
 */
export function exponentOf(points: readonly Point[]): number {
  if (new Set(points.map(({ size }) => size)).size < 2) throw new RangeError('a fit needs two sizes or more');
  if (points.some(({ cost, size }) => !(cost > 0 && size > 0))) throw new RangeError('sizes and costs must be above 0');
  const logs = points.map(({ cost, size }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (of: (one: { x: number; y: number }) => number) =>
    logs.reduce((sum, one) => sum + of(one), 0) / logs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}

/**
 * What is added to the smallest: the cost of starting at all, which makes any growth look slower, is taken out.
 *
 * @throws RangeError without points
 */
export function withoutFixedCost(points: readonly Point[]): readonly Point[] {
  const [smallest, ...larger] = [...points].sort((a, b) => a.size - b.size);
  if (smallest === undefined) throw new RangeError('no points');
  return larger.map(({ cost, size }) => ({ size: size - smallest.size, cost: cost - smallest.cost }));
}
