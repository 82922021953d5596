/** What the sample app's function does: nothing that matters. */
export const handler = async (): Promise<string> => process.env.BUCKET ?? '';
