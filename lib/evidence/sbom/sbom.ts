/** `sbom.cdx.json`: a CycloneDX 1.6 bill of materials of the blueprint and of each function's bundle. Pure. */
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { EvidenceFacts } from '../facts';
import { uuidOf } from '../uuid';
import type { BundledFunction, LockedPackage, Software } from './software';

/** Package URL of npm: the scope's `@` is encoded, its slash is not. */
export const purlOf = ({ name, version }: Pick<LockedPackage, 'name' | 'version'>): string =>
  `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(version)}`;

const term = String.raw`\(*[\w.+-]+\)*`;
const expression = new RegExp(`^${term}(?: (?:AND|OR|WITH) ${term})*$`);

/** @throws Error for what is no SPDX expression: it is then named as it stands */
function assertExpression(text: string): void {
  if (!expression.test(text)) throw new Error(`${text} is no SPDX expression`);
}

const licenses = new Contrib.License.Factories.LicenseFactory(assertExpression);

const algorithms: Readonly<Record<string, Enums.HashAlgorithm>> = {
  sha1: Enums.HashAlgorithm['SHA-1'],
  sha256: Enums.HashAlgorithm['SHA-256'],
  sha384: Enums.HashAlgorithm['SHA-384'],
  sha512: Enums.HashAlgorithm['SHA-512'],
};

/** Subresource integrity says the digest in base64, CycloneDX in hexadecimal. */
export function hashesOf(integrity: string | undefined): Models.HashDictionary {
  const hashes = new Models.HashDictionary();
  for (const one of (integrity ?? '').split(/\s+/)) {
    const [name = '', digest = ''] = one.split(/-(.*)/s);
    const algorithm = algorithms[name];
    if (algorithm && digest) hashes.set(algorithm, Buffer.from(digest, 'base64').toString('hex'));
  }
  return hashes;
}

function scopeOf({ dev, optional }: LockedPackage): Enums.ComponentScope {
  if (dev) return Enums.ComponentScope.Excluded;
  return optional ? Enums.ComponentScope.Optional : Enums.ComponentScope.Required;
}

function componentOf(one: LockedPackage): Models.Component {
  const [scope, ...rest] = one.name.startsWith('@') ? one.name.split('/') : ['', one.name];
  return new Models.Component(Enums.ComponentType.Library, rest.join('/'), {
    bomRef: one.path,
    ...(scope ? { group: scope } : {}),
    version: one.version,
    purl: purlOf(one),
    scope: scopeOf(one),
    hashes: hashesOf(one.integrity),
    licenses: new Models.LicenseRepository(one.license ? [licenses.makeFromString(one.license)] : []),
  });
}

function functionOf({ bytes, entry, sha256 }: BundledFunction, version: string): Models.Component {
  return new Models.Component(Enums.ComponentType.Application, entry, {
    bomRef: entry,
    version,
    description: 'The bundle of an AWS Lambda function, as it is deployed',
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], sha256]]),
    properties: new Models.PropertyRepository([new Models.Property('asepsis:bundle:bytes', String(bytes))]),
  });
}

function depend(component: Models.Component, places: readonly string[], known: ReadonlyMap<string, Models.Component>) {
  for (const place of places) {
    const other = known.get(place);
    if (other) component.dependencies.add(other.bomRef);
  }
}

/** The bill of materials, without its time: the same software and the same moment give the same bytes. */
function billOf(software: Software, at: Date): Models.Bom {
  const { functions, license, name, packages, version } = software;
  const blueprint = new Models.Component(Enums.ComponentType.Application, name, {
    bomRef: name,
    version,
    licenses: new Models.LicenseRepository([licenses.makeFromString(license)]),
  });
  const known = new Map(packages.map((one) => [one.path, componentOf(one)]));
  for (const one of packages) depend(known.get(one.path) ?? blueprint, one.dependsOn, known);
  const bundles = functions.map((one) => {
    const component = functionOf(one, version);
    depend(component, one.packages, known);
    blueprint.dependencies.add(component.bomRef);
    return component;
  });
  depend(blueprint, software.dependsOn, known);
  return new Models.Bom({
    metadata: new Models.Metadata({ timestamp: at, component: blueprint }),
    components: new Models.ComponentRepository([...known.values(), ...bundles]),
    serialNumber: `urn:uuid:${uuidOf(`sbom/${JSON.stringify(software)}`)}`,
  });
}

/** The file by its name. */
export function sbomFiles(
  { at }: Pick<EvidenceFacts, 'at'>,
  software: Software,
): readonly (readonly [string, string])[] {
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return [['sbom.cdx.json', `${serializer.serialize(billOf(software, at), { sortLists: true, space: 1 })}\n`]];
}
