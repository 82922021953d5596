/** Who may do what with which image. Pure. */
import { type ImageType, imageTypeOf, imageTypes } from './image-type';
import type { ImagingRequest, Person } from './request';

/** Lambda takes 6 MB in base64; what is larger needs an upload of its own. */
export const maximumBytes = 4 * 1024 * 1024;

/** The group whose work images are. */
export const imagingGroup = 'clinician';

type Refusal =
  | { readonly status: 401; readonly reason: 'not-an-id-token' }
  | {
      readonly status: 403;
      readonly reason: 'no-practice' | 'other-practice' | 'no-group' | 'several-groups' | 'group-may-not';
    }
  | { readonly status: 400; readonly reason: 'no-content' }
  | { readonly status: 413; readonly reason: 'too-large' }
  | { readonly status: 415; readonly reason: 'type-not-allowed' | 'content-is-not-of-type' };

export type Decision =
  | { readonly allow: true; readonly action: 'read'; readonly key: string }
  | { readonly allow: true; readonly action: 'store'; readonly key: string; readonly contentType: ImageType }
  | { readonly allow: false; readonly refusal: Refusal };

const refuse = (refusal: Refusal): Decision => ({ allow: false, refusal });

/** The object that holds an image. */
const keyOf = (imageId: string): string => `images/${imageId}`;

/**
 * A clinician of this practice may store and read its images; nobody else may do anything. The person is judged before
 * the content: a stranger learns nothing about what would be accepted. 45 CFR 164.312(a)(1), 164.308(a)(4)(ii)(C).
 *
 * @param practice the practice whose workload this is
 */
export function decide(request: ImagingRequest, practice: string): Decision {
  const refusal = refusePerson(request.person, practice);
  if (refusal) return refuse(refusal);
  const key = keyOf(request.imageId);
  return request.method === 'GET' ? { allow: true, action: 'read', key } : judgeContent(request, key);
}

function refusePerson({ groups, practice, tokenUse }: Person, ownPractice: string): Refusal | undefined {
  if (tokenUse !== 'id') return { status: 401, reason: 'not-an-id-token' };
  if (!practice) return { status: 403, reason: 'no-practice' };
  if (practice !== ownPractice) return { status: 403, reason: 'other-practice' };
  if (groups.length === 0) return { status: 403, reason: 'no-group' };
  // Rights of several groups would add up to what no group has: a second job needs a second account.
  if (groups.length > 1) return { status: 403, reason: 'several-groups' };
  return groups[0] === imagingGroup ? undefined : { status: 403, reason: 'group-may-not' };
}

function judgeContent({ content, contentType }: ImagingRequest, key: string): Decision {
  if (content.length === 0) return refuse({ status: 400, reason: 'no-content' });
  if (content.length > maximumBytes) return refuse({ status: 413, reason: 'too-large' });
  const type = imageTypes.find((one) => one === contentType);
  if (!type) return refuse({ status: 415, reason: 'type-not-allowed' });
  if (imageTypeOf(content) !== type) return refuse({ status: 415, reason: 'content-is-not-of-type' });
  return { allow: true, action: 'store', key, contentType: type };
}
