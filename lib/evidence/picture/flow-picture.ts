/** The flow of PHI as a picture: from the people on the left to the copies on the right, records below. Pure. */
import type { FlowCopy, PhiFlow, PracticeFlow } from '../inventory/flow';
import { collapse, moreLikeIt, type Shown, without } from './collapse';
import { apiLines, copyLines, functionLines, recordBoxes, storeLines } from './flow-boxes';
import type { Picture } from './picture';
import {
  arrow,
  arrowDown,
  box,
  broken,
  frame,
  heightOf,
  type Line,
  label,
  markerOf,
  type Place,
  padding,
  svg,
} from './svg';

const id = 'phi-flow';
const columns = { signIn: 20, api: 260, function: 490, store: 720, copy: 1_070 };
const widths = { signIn: 200, api: 200, function: 200, store: 310, copy: 250 };
const top = 60;
const gap = 14;

interface Laid {
  readonly id: string;
  readonly place: Place;
  readonly svg: string;
}

/** Boxes one below the other. */
function stack(
  boxes: readonly { readonly id: string; readonly lines: readonly Line[]; readonly kind?: string }[],
  x: number,
  y: number,
  width: number,
): readonly Laid[] {
  let next = y;
  return boxes.map(({ id: boxId, kind, lines: whole }) => {
    const lines = whole.flatMap((line) => broken(line, width - 2 * padding));
    const place = { x, y: next, width, height: heightOf(lines) };
    next += place.height + gap;
    return { id: boxId, place, svg: box(place, lines, kind) };
  });
}

const bottomOf = (laid: readonly Laid[], least: number): number =>
  Math.max(least, ...laid.map(({ place }) => place.y + place.height));

/** Equal for practices that differ by their names alone: what is sorted by name is sorted again without it. */
const shapeOf = ({ apis, functions, practice, stores }: PracticeFlow): string => {
  const shape = (data: unknown) => without(JSON.stringify(data), practice);
  const whose = stores.map(({ who, ...store }) => [shape(store), who.map(shape).sort()]);
  return JSON.stringify([shape(apis), shape(functions), whose.map((one) => JSON.stringify(one)).sort()]);
};

interface Lane {
  readonly laid: readonly Laid[];
  readonly parts: readonly string[];
  readonly bottom: number;
}

/** A practice: its API, its function and its stores, in a frame; and a word on those that are not drawn. */
function laneOf({ more, one }: Shown<PracticeFlow>, y: number, deployment: string): Lane {
  const start = y + 34;
  const laid = [
    ...stack(
      one.apis.map((api) => ({
        id: api.id,
        lines: apiLines(api, deployment),
        kind: api.open.length > 0 ? 'danger' : 'box',
      })),
      columns.api,
      start,
      widths.api,
    ),
    ...stack(
      one.functions.map((each) => ({ id: each.id, lines: functionLines(each, deployment) })),
      columns.function,
      start,
      widths.function,
    ),
    ...stack(
      one.stores.map((store) => ({ id: store.id, lines: storeLines(store, deployment), kind: 'phi' })),
      columns.store,
      start,
      widths.store,
    ),
  ];
  const bottom = bottomOf(laid, start + 20) + gap;
  const width = columns.store + widths.store - columns.api + 2 * gap;
  const parts = [
    frame({ x: columns.api - gap, y, width, height: bottom - y }, `${one.name} (${one.practice})`),
    ...laid.map((each) => each.svg),
  ];
  if (more.length === 0) return { laid, parts, bottom };
  const rest = { x: columns.api - gap, y: bottom + gap, width, height: 48 };
  const lines: readonly Line[] = [
    { text: moreLikeIt(more), as: 'head' },
    { text: more.join(', '), as: 'quiet' },
  ];
  return { laid, parts: [...parts, box(rest, lines, 'more')], bottom: rest.y + rest.height };
}

function lanesOf({ practices }: PhiFlow, deployment: string): Lane {
  let y = top;
  const lanes = collapse(practices, shapeOf, ({ practice }) => practice).map((shown) => {
    const lane = laneOf(shown, y, deployment);
    y = lane.bottom + gap;
    return lane;
  });
  return { laid: lanes.flatMap(({ laid }) => laid), parts: lanes.flatMap(({ parts }) => parts), bottom: y };
}

function recordsRow(
  flow: PhiFlow,
  y: number,
  deployment: string,
): { readonly laid: readonly Laid[]; readonly bottom: number } {
  const boxes = recordBoxes(flow, deployment);
  const width = 310;
  const laid = boxes.map(({ id: boxId, lines }, index) => {
    const place = { x: columns.api - gap + index * (width + gap), y, width, height: heightOf(lines) };
    return { id: boxId, place, svg: box(place, lines) };
  });
  return { laid, bottom: bottomOf(laid, y) };
}

function describe(flow: PhiFlow): string {
  const stores = flow.practices.flatMap((one) => one.stores).length;
  const open = flow.practices.flatMap(({ apis }) => apis.flatMap((api) => api.open)).length;
  return [
    `${flow.practices.length} practice${flow.practices.length === 1 ? '' : 's'} with ${stores} stores of practice data.`,
    `People sign in${flow.signIn.every(({ mfa }) => mfa) ? ' with a second factor' : ''}, ask an API, and a function acts in their role on the stores of their own practice, which are encrypted under the practice’s key.`,
    open === 0 ? 'No route is open without a sign-in.' : `${open} routes are open without a sign-in.`,
    `Backups go to ${flow.copies.map(({ name, region }) => `${name} in ${region}`).join(' and ') || 'nowhere'}.`,
    'Who may is what the templates grant; whether each call comes through every policy is under who can reach PHI.',
  ].join(' ');
}

/** Where a backup comes first stands above where it is sent on to. */
function inOrder({ copies, edges }: PhiFlow): readonly FlowCopy[] {
  const received = new Set(edges.filter(({ from }) => copies.some((copy) => copy.id === from)).map(({ to }) => to));
  return [...copies.filter((copy) => !received.has(copy.id)), ...copies.filter((copy) => received.has(copy.id))];
}

/** @param deployment its name, with which the names of roles begin */
export function flowPicture(flow: PhiFlow, deployment: string): Picture {
  const marker = markerOf(id);
  const lanes = lanesOf(flow, deployment);
  const signIn = stack(
    flow.signIn.map((pool) => ({
      id: pool.id,
      lines: [
        { text: 'People', as: 'head' as const },
        { text: `sign in: ${pool.name}` },
        pool.mfa
          ? { text: 'with a second factor', as: 'quiet' as const }
          : { text: 'without a second factor', as: 'bad' as const },
      ],
    })),
    columns.signIn,
    top + 34,
    widths.signIn,
  );
  const copies = stack(
    inOrder(flow).map((copy) => ({ id: copy.id, lines: copyLines(copy, deployment) })),
    columns.copy,
    top + 34,
    widths.copy,
  );
  const row = recordsRow(flow, Math.max(lanes.bottom, bottomOf([...signIn, ...copies], 0)) + 40, deployment);
  const places = new Map([...signIn, ...lanes.laid, ...copies, ...row.laid].map((laid) => [laid.id, laid.place]));
  const arrows = flow.edges.flatMap(({ from, to }) => {
    const [start, end] = [places.get(from), places.get(to)];
    if (!start || !end) return [];
    if (end.x > start.x + start.width) return [arrow(start, end, marker)];
    return end.x === start.x && end.y > start.y ? [arrowDown(start, end, marker)] : [];
  });
  const title = 'The flow of PHI';
  const description = describe(flow);
  const heads = [
    label(columns.signIn, 40, 'who', widths.signIn),
    label(columns.api, 40, 'asks', widths.api),
    label(columns.function, 40, 'works', widths.function),
    label(columns.store, 40, 'holds', widths.store),
    label(columns.copy, 40, 'copies', widths.copy),
    label(columns.signIn, row.bottom - 30, 'records of all of it', widths.signIn),
  ];
  return {
    id,
    title,
    caption: description,
    file: 'inventory/phi-flow.svg',
    svg: svg({
      id,
      title,
      description,
      width: columns.copy + widths.copy + 20,
      height: row.bottom + 24,
      parts: [...arrows, ...heads, ...lanes.parts, ...[...signIn, ...copies, ...row.laid].map((laid) => laid.svg)],
    }),
  };
}
