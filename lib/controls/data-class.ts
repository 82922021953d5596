/** What a store holds, by its tag `data-class`: more is asked of practice data than of records. */
import { isKnown, type Value } from '../resources/value';

type Tagged = { readonly tags: Value<Readonly<Record<string, string>>> };

/** Classes of practice data. */
const practiceData = ['phi', 'billing', 'deidentified', 'operational'];

/** Every class that a store may have. */
export const dataClasses: readonly string[] = [...practiceData, 'audit', 'access-logs', 'config'];

export const dataClassOf = ({ tags }: Tagged): string | undefined => (isKnown(tags) ? tags['data-class'] : undefined);

export const holdsPracticeData = (store: Tagged): boolean => practiceData.includes(dataClassOf(store) ?? '');
