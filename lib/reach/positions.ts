/** Texts, each with its position. */
export class Positions {
  private readonly known = new Map<string, number>();

  of(text: string): number {
    const before = this.known.get(text);
    if (before !== undefined) return before;
    this.known.set(text, this.known.size);
    return this.known.size - 1;
  }

  all(): readonly string[] {
    return [...this.known.keys()];
  }
}
