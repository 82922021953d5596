/** A drawing of the deployment. */
export interface Picture {
  readonly id: string;
  readonly title: string;
  /** What it shows, in sentences: for who cannot see it, and for who wants it in words. */
  readonly caption: string;
  /** A whole SVG document. The page shows it as an image, in which nothing runs. */
  readonly svg: string;
  /** Its file in the bundle. */
  readonly file: string;
}
