import { KEY_FIELDS, PARTS, type TypeModel } from './model.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external",
  "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"])`;

interface DraftType {
  keys: string[];
  readonly fields: Map<string, string>;
  readonly implemented: Set<string>;
  /** For abstract types: the concrete ones that this subgraph knows of. */
  members: readonly string[];
}

/** What one subgraph declares, while it is put together. */
export class Draft {
  readonly #types = new Map<string, DraftType>();
  /** Interfaces that this subgraph extends as objects. */
  readonly objects = new Set<string>();

  constructor(
    readonly name: string,
    private readonly model: ReadonlyMap<string, TypeModel>,
    /** The choice of this subgraph among what may be known of a type: keys, members. */
    private readonly choose: <T>(what: string, items: readonly T[]) => readonly T[],
  ) {}

  knows(name: string): boolean {
    return this.#types.has(name);
  }

  hasField(type: string, field: string): boolean {
    return this.#types.get(type)?.fields.has(field) ?? false;
  }

  members(type: string): readonly string[] {
    return this.know(type).members;
  }

  /** Makes a type known here, with what it needs: the keys of an entity, all of a value type, members of an abstract one. */
  know(name: string): DraftType {
    const found = this.#types.get(name);
    if (found) return found;
    const draft: DraftType = { keys: [], fields: new Map(), implemented: new Set(), members: [] };
    this.#types.set(name, draft);
    const type = this.model.get(name);
    if (!type || type.kind === 'root' || type.kind === 'enum') return draft;
    if (type.kind === 'value') {
      const part = name === 'P0' ? PARTS[this.name] : undefined;
      const fields = type.fields.filter((field) => !part || part.includes(field.name));
      for (const { name: field, type: of, args } of fields) this.add(name, field, `${args}: ${of} @shareable`, of);
      return draft;
    }
    if (type.kind === 'entity' || this.objects.has(name)) this.#addKeys(name, type, draft);
    else this.#addMembers(type, draft);
    return draft;
  }

  /** Makes an entity known by all of its keys, which some subgraph has to do. */
  house(type: TypeModel): void {
    this.know(type.name).keys = [...type.keys];
    this.#addKeyFields(type.name);
  }

  #addKeys(name: string, type: TypeModel, draft: DraftType): void {
    const keys = type.extended ? ['id'] : type.keys.slice(0, 1);
    draft.keys = [...new Set([...keys, ...this.choose(`keys of ${name}`, type.keys)])];
    this.#addKeyFields(name);
  }

  #addKeyFields(name: string): void {
    const draft = this.know(name);
    for (const [field, of] of Object.entries(KEY_FIELDS)) {
      if (draft.keys.some((key) => new RegExp(`\\b${field}\\b`).test(key))) this.add(name, field, `: ${of}`, of);
    }
  }

  /** An entity interface has to know all of its members; any other one some of them. */
  #addMembers({ name, kind, members, extended }: TypeModel, draft: DraftType): void {
    const chosen = extended ? members : this.choose(`members of ${name}`, members);
    draft.members = chosen.length > 0 ? chosen : members;
    if (extended) draft.keys = ['id'];
    for (const member of draft.members) {
      const known = this.know(member);
      if (kind === 'interface') known.implemented.add(name);
    }
  }

  /** Declares a field; what stands after its name is handed over as SDL. */
  add(type: string, field: string, sdl: string, of: string): void {
    const draft = this.know(type);
    if (draft.fields.has(field)) return;
    draft.fields.set(field, sdl);
    this.know(of.replace(/[^\w]/g, ''));
    if (/\bE0\b/.test(sdl)) this.know('E0');
    if (/\bFilter\b/.test(sdl)) for (const needed of ['Filter', 'E0']) this.know(needed);
  }

  /** Adds a directive to a field that is declared here. */
  decorate(type: string, field: string, directive: string): void {
    const { fields } = this.know(type);
    const sdl = fields.get(field);
    if (sdl === undefined) throw new Error(`${this.name} does not declare ${type}.${field}.`);
    if (!sdl.includes(directive)) fields.set(field, `${sdl} ${directive}`);
  }

  sdl(hiddenValue: boolean): string {
    const parts = [...this.#types].map(([name, draft]) => this.#typeSdl(name, draft, hiddenValue));
    return [LINK, ...parts].filter((part) => part !== '').join('\n');
  }

  #typeSdl(name: string, draft: DraftType, hiddenValue: boolean): string {
    const kind = this.model.get(name)?.kind;
    if (name === 'Filter') return 'input Filter { n: Int = 1  kinds: [E0!]  deeper: Filter }';
    if (kind === undefined) return '';
    if (kind === 'enum') return `enum ${name} { A B C${hiddenValue ? ' HIDDEN @inaccessible' : ''} }`;
    if (kind === 'union') return `union ${name} = ${draft.members.join(' | ')}`;
    const keys = draft.keys.map((key) => ` @key(fields: "${key}")`).join('');
    if (kind === 'interface' && !this.objects.has(name))
      return `interface ${name}${keys} { ${this.#common(name, draft)} }`;
    const object = this.objects.has(name) ? ' @interfaceObject' : '';
    const parents = draft.implemented.size > 0 ? ` implements ${[...draft.implemented].join(' & ')}` : '';
    const fields = [...draft.fields].map(([field, sdl]) => field + sdl);
    return `type ${name}${parents}${object}${keys} { ${fields.join('  ')} }`;
  }

  /** The interface's own fields as far as every member known here has them. */
  #common(name: string, { members }: DraftType): string {
    const [first, ...others] = members.map((member) => this.know(member).fields);
    const common = [...(first ?? [])].filter(
      ([field]) => isOwnField(name, field) && others.every((fields) => fields.has(field)),
    );
    return common.map(([field, sdl]) => field + sdl.replace(/ @.*/, '')).join('  ');
  }
}

/** The fields of an interface are told by their names: the id, and those that begin like the interface. */
function isOwnField(name: string, field: string): boolean {
  return field === 'id' || field.startsWith(`${name.toLowerCase()}_`);
}
