/** What an image is, told by its first bytes. Pure. */

export const imageTypes = ['image/jpeg', 'image/png', 'application/dicom'] as const;
export type ImageType = (typeof imageTypes)[number];

const signatures: Readonly<Record<ImageType, { readonly offset: number; readonly bytes: readonly number[] }>> = {
  'image/jpeg': { offset: 0, bytes: [0xff, 0xd8, 0xff] },
  'image/png': { offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  // DICOM PS3.10 section 7.1: a preamble of 128 bytes, then DICM.
  'application/dicom': { offset: 128, bytes: [0x44, 0x49, 0x43, 0x4d] },
};

/** The type that the content itself claims; undefined for anything that is no image we take. */
export function imageTypeOf(content: Uint8Array): ImageType | undefined {
  return imageTypes.find((type) => {
    const { offset, bytes } = signatures[type];
    return bytes.every((byte, index) => content[offset + index] === byte);
  });
}
