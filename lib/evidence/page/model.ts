/**
 * What the page shows, as plain data: the page is a pure function of it, and knows nothing of where it comes from. One
 * function per part, in `parts/`, makes it from facts.
 */
import type { Level } from '../coverage/model';
import type { Picture } from '../picture/picture';

/** How far something is shown; `not shown` where nothing technical shows it. */
export type Shown = Level | 'not shown';

/** A number that says something at a glance. */
export interface Figure {
  readonly value: string;
  readonly label: string;
  /** What the number leaves unsaid. */
  readonly note?: string;
}

/** A label and its text, for what is known of the deployment. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Whether a person gave it as a name, in any script. */
  readonly isName?: boolean;
}

/** How many of a whole are of each sort, for a bar. */
export interface Share {
  readonly label: string;
  readonly count: number;
  readonly tone: Shown | 'aws' | 'practice' | 'gap' | 'aside';
}

/** One part of the deployment in words that need no cloud, with what guards it. */
export interface ProtectionRow {
  readonly title: string;
  /** "5 buckets, 2 tables". */
  readonly what: string;
  readonly shares: readonly Share[];
  readonly controls: readonly {
    readonly id: string;
    readonly title: string;
    readonly shown: Shown;
    readonly response?: string;
  }[];
}

export interface PlaceRow {
  readonly kind: string;
  readonly names: readonly string[];
}

export interface ItemRow {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly required: boolean;
  readonly family: string;
  readonly answers: readonly string[];
  readonly shown: Shown;
  readonly response?: string;
  readonly shownBy?: string;
  readonly where?: string;
  readonly at?: string;
  /** What mechanisms do beside what the item asks for. */
  readonly support?: { readonly shownBy: string; readonly where?: string };
  readonly notApplicable?: string;
  /** Ids of controls that fall short, each on this page. */
  readonly short: readonly string[];
  /** Ids of controls, each on this page. */
  readonly controls: readonly string[];
  readonly places: readonly PlaceRow[];
  readonly practice?: string;
  readonly open?: string;
  readonly addressable?: { readonly state: string; readonly facts: readonly Fact[] };
}

/** Resources that differ only by the practice stand in one row. */
export interface ResourceRow {
  readonly logicalId: string;
  readonly path: string;
  readonly source?: string;
  readonly count: number;
}

export interface DrillRow {
  readonly how: string;
  readonly outcome: string;
  readonly times?: string;
  readonly passed: boolean;
  readonly why?: string;
}

export interface ControlRow {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly severity: string;
  readonly hipaa: readonly string[];
  readonly shown: Shown;
  /** "put right", "told": what followed a break. */
  readonly response?: string;
  readonly shownBy?: string;
  readonly where?: string;
  readonly at?: string;
  readonly resourceCount: number;
  readonly resources: readonly ResourceRow[];
  readonly atSynth: string;
  readonly configRule?: string;
  readonly remedy: string;
  readonly detector: readonly string[];
  readonly fix: { readonly mode: string; readonly says: string; readonly permissions: readonly string[] };
  readonly drills: readonly DrillRow[];
  readonly gaps: readonly string[];
}

export interface PackRow {
  readonly name: string;
  readonly hipaa: readonly string[];
  readonly answers: readonly string[];
  readonly shown: Shown;
  readonly response?: string;
  readonly controls: readonly string[];
  readonly reason?: string;
  readonly differs: readonly string[];
}

export interface ExceptionRow {
  readonly rules: readonly string[];
  readonly paths: readonly string[];
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly daysLeft: number;
  readonly findings: number;
}

/** Some words, and the list that they stand for, which opens. */
export interface Listed {
  readonly text: string;
  readonly list: readonly string[];
}

export type Cell = string | Listed;

export interface Table {
  readonly title?: string;
  readonly columns: readonly string[];
  /** Positions of columns with numbers. */
  readonly numeric?: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A part that the page takes as it is: some sentences, some figures, some tables. */
export interface Part {
  readonly lead: string;
  readonly figures?: readonly Figure[];
  readonly tables: readonly Table[];
  readonly notes?: readonly string[];
}

/** Something that nothing here answers. */
export interface OpenRow {
  readonly what: string;
  /** @default the lead of its group says why */
  readonly why?: string;
  /** Anchor on this page. */
  readonly anchor?: string;
}

export interface OpenGroup {
  readonly title: string;
  readonly lead: string;
  readonly rows: readonly OpenRow[];
}

export interface GrantRow {
  readonly role: string;
  readonly granted: number;
  readonly used: number;
  readonly unused: readonly { readonly reason: string; readonly actions: readonly string[] }[];
  readonly unexplained: readonly string[];
  readonly missing: readonly string[];
}

export interface Glance {
  /** In two or three sentences, what was looked at and how far it is shown. */
  readonly lead: readonly string[];
  readonly figures: readonly Figure[];
  /** Of all items, each once. */
  readonly shares: readonly Share[];
  /** Of the items that ask for no mechanism: how far mechanisms help. */
  readonly support: readonly Share[];
}

export interface PageModel {
  readonly organisation: string;
  readonly at: string;
  /** Somebody set the moment: what was seen has times of its own. */
  readonly atWasGiven?: true;
  readonly facts: readonly Fact[];
  readonly practices: readonly string[];
  readonly glance: Glance;
  readonly protection: readonly ProtectionRow[];
  readonly items: readonly ItemRow[];
  readonly controls: readonly ControlRow[];
  readonly packRules: readonly PackRow[];
  readonly exceptions: readonly ExceptionRow[];
  /** How many they are, in the words of every part. */
  readonly exceptionCount: string;
  readonly open: readonly OpenGroup[];
  /** @default nothing was drilled, and the page says so */
  readonly grants?: readonly GrantRow[];
  /** @default no picture was drawn, and the page says so */
  readonly pictures?: readonly Picture[];
  /** @default nobody looked, and the page says so */
  readonly reach?: Part;
  /** @default no archive was read, and the page says so */
  readonly operation?: Part;
  /** @default it was not reckoned, and the page says so */
  readonly cost?: Part;
  readonly provenance: readonly Fact[];
}
