import { Chance } from './chance.js';
import { Draft } from './drafts.js';
import { emptyTypes, type FieldModel, type GraphModel, SCALARS, someArgs, type TypeModel, wrapped } from './model.js';

/** A federated graph of two to four subgraphs. Not every one of them composes. */
export function generateModel(seed: number): GraphModel {
  return new Builder(seed).build();
}

const PLAIN = { args: '', requires: '', choices: [] };

class Builder {
  readonly #chance: Chance;
  readonly #types: Map<string, TypeModel>;
  readonly #drafts: readonly Draft[];
  /** The subgraph that extends the interface M as an object; it must not know the types behind it. */
  readonly #extending: Draft | undefined;
  readonly #stale = new Set<string>();
  /** Which subgraphs serve "Type.field". */
  readonly #servers = new Map<string, Draft[]>();

  constructor(seed: number) {
    this.#chance = new Chance(seed);
    this.#types = emptyTypes(this.#chance);
    const names = ['s0', 's1', 's2', 's3'].slice(0, 2 + this.#chance.below(3));
    this.#drafts = names.map(
      (name) => new Draft(name, this.#types, (what, items) => new Chance(`${seed} ${name} ${what}`).some(items, 0.6)),
    );
    this.#extending = this.#types.has('M') ? this.#drafts.at(-1) : undefined;
    this.#extending?.objects.add('M');
  }

  build(): GraphModel {
    const entities = [...this.#types.values()].filter((type) => type.kind === 'entity');
    this.#addInterfaceFields();
    this.#houseTwins();
    for (const entity of entities) this.#fill(entity);
    for (const draft of this.#drafts) this.#addRoots(draft);
    this.#extend();
    for (const entity of entities) this.#addRequirements(entity);
    this.#addProvisions();
    this.#hide();
    const hiddenValue = this.#chance.yes(0.3);
    const subgraphs = new Map(this.#drafts.map((draft) => [draft.name, draft.sdl(hiddenValue)]));
    return { types: this.#types, subgraphs, stale: this.#stale };
  }

  #type(name: string): TypeModel {
    const type = this.#types.get(name);
    if (!type) throw new Error(`There is no type ${name}.`);
    return type;
  }

  /** Every member gets the fields of its interface, each from whichever subgraph. */
  #addInterfaceFields(): void {
    for (const { name, kind, members } of [...this.#types.values()]) {
      if (kind !== 'interface') continue;
      for (const letter of this.#chance.some(['a', 'b'], 0.7)) {
        const type = wrapped(this.#chance.pick([...SCALARS, 'E0', 'T0', 'T1']), this.#chance);
        const args = someArgs(this.#chance, 0.25);
        const field = { name: `${name.toLowerCase()}_${letter}`, type, args, requires: '', choices: [] };
        for (const member of members) this.#type(member).fields.push(field);
        if (name === 'M') this.#type(name).fields.push(field);
      }
    }
  }

  /** The members of M and M itself stand in one subgraph in full. */
  #houseTwins(): void {
    const home = this.#drafts[0];
    if (!this.#extending || !home) return;
    home.know('M');
    for (const name of this.#type('M').members) {
      home.house(this.#type(name));
      for (const { name: field, type, args } of this.#type(name).fields) {
        if (!field.startsWith('m_')) continue;
        home.add(name, field, `${args}: ${type}`, type);
        this.#servers.set(`${name}.${field}`, [home]);
      }
    }
  }

  #fill(type: TypeModel): void {
    const chance = this.#chance;
    const twin = this.#extending && this.#type('M').members.includes(type.name);
    const able = this.#drafts.filter((draft) => !twin || draft !== this.#extending);
    if (!twin) chance.pick(able).house(type);
    const open = type.fields.filter((field) => !this.#servers.has(`${type.name}.${field.name}`));
    for (const field of open) this.#serve(type, field, chance.pick(able));
    if (!twin && chance.yes(0.5)) this.#addParts(type);
    const many = 2 + chance.below(4);
    for (let index = 0; index < many; index += 1) {
      const draft = chance.pick(able);
      const field = this.#newField(draft, `${type.name.toLowerCase()}f${index}`);
      type.fields.push(field);
      this.#serve(type, field, draft);
      if (field.choices.length === 0) this.#share(type, field, chance.pick(able), draft);
    }
  }

  /** A value of which two subgraphs have a part each. */
  #addParts(type: TypeModel): void {
    const field = { name: `${type.name.toLowerCase()}p`, type: this.#chance.pick(['P0', '[P0]', '[[P0!]]']), ...PLAIN };
    type.fields.push(field);
    for (const draft of this.#drafts.slice(0, 2)) draft.add(type.name, field.name, `: ${field.type} @shareable`, 'P0');
    this.#servers.set(`${type.name}.${field.name}`, this.#drafts.slice(0, 2));
  }

  #newField(draft: Draft, name: string): FieldModel {
    const chance = this.#chance;
    const names = [...this.#types.values()].filter((type) => this.#may(draft, type)).map((type) => type.name);
    const target = chance.yes(0.4) ? chance.pick(SCALARS) : chance.pick(names);
    const type = this.#types.get(target);
    const choices = type?.kind === 'interface' || type?.kind === 'union' ? this.#choices(draft, target) : [];
    return { name, type: wrapped(target, chance), args: someArgs(chance, 0.25), requires: '', choices: [...choices] };
  }

  #choices(draft: Draft, name: string): readonly string[] {
    const { members } = this.#type(name);
    return draft.objects.has(name) ? members : draft.members(name);
  }

  /** Whether a subgraph may know a type as what a field gives. */
  #may(draft: Draft, { name, kind, members }: TypeModel): boolean {
    if (kind === 'root' || name === 'P0') return false;
    if (name === 'M') return draft === this.#extending || draft === this.#drafts[0];
    if (draft !== this.#extending) return true;
    const twins = this.#type('M').members;
    return !twins.includes(name) && !members.some((member) => twins.includes(member));
  }

  #serve({ name }: TypeModel, { name: field, type, args }: FieldModel, draft: Draft): void {
    draft.add(name, field, `${args}: ${type}`, type);
    this.#servers.set(`${name}.${field}`, [draft]);
  }

  /** Some fields are served by a second subgraph, or have moved away from it. */
  #share({ name }: TypeModel, { name: field, type, args }: FieldModel, second: Draft, first: Draft): void {
    const named = this.#types.get(type.replace(/\W/g, ''));
    if (second === first || !this.#chance.yes(0.25) || (named && !this.#may(second, named))) return;
    second.add(name, field, `${args}: ${type}`, type);
    if (this.#chance.yes(0.4)) {
      first.decorate(name, field, `@override(from: "${second.name}")`);
      this.#stale.add(`${second.name} ${name}.${field}`);
    } else {
      for (const draft of [first, second]) draft.decorate(name, field, '@shareable');
      this.#servers.set(`${name}.${field}`, [first, second]);
    }
  }

  #addRoots(draft: Draft): void {
    const many = 1 + this.#chance.below(3);
    const query = this.#type('Query');
    for (let index = 0; index < many; index += 1) {
      const field = this.#newField(draft, `q${draft.name}${index}`);
      query.fields.push(field);
      this.#serve(query, field, draft);
    }
  }

  /** A field of a subgraph that needs, to be computed, what others serve. */
  #addRequirements(type: TypeModel): void {
    const chance = this.#chance;
    const twin = this.#extending && this.#type('M').members.includes(type.name);
    if (!chance.yes(0.7)) return;
    const draft = chance.pick(this.#drafts.filter((one) => !twin || one !== this.#extending));
    const usable = type.fields.filter(
      (field) => this.#elsewhere(type, field, draft) && this.#selection(field) !== null && !field.args,
    );
    // Objects and lists of them first: they are what can pass through the gateway unread.
    const objects = usable.filter((field) => this.#selection(field) !== '');
    const required = [...new Set([...objects, ...chance.some(usable, 0.6)])].slice(0, 3);
    if (required.length === 0) return;
    for (const field of required) draft.add(type.name, field.name, `: ${field.type} @external`, field.type);
    const requires = required.map((field) => `${field.name}${this.#selection(field)}`).join(' ');
    const name = `${type.name.toLowerCase()}r`;
    const field = { ...this.#newField(draft, name), requires };
    type.fields.push(field);
    draft.add(type.name, name, `${field.args}: ${field.type} @requires(fields: "${requires}")`, field.type);
    this.#servers.set(`${type.name}.${name}`, [draft]);
  }

  #elsewhere(type: TypeModel, field: FieldModel, draft: Draft): boolean {
    const extending = field.name.startsWith('extra') && draft !== this.#extending;
    const servers = extending || this.#servers.has(`${type.name}.${field.name}`);
    const named = this.#types.get(field.type.replace(/\W/g, ''));
    return servers && !draft.hasField(type.name, field.name) && (!named || this.#may(draft, named));
  }

  /** What of a field's value can be required; null: nothing. */
  #selection({ type }: FieldModel): string | null {
    const named = this.#types.get(type.replace(/\W/g, ''));
    if (!named || named.kind === 'enum') return '';
    if (named.kind === 'entity') return ` { ${named.keys[0]} }`;
    if (named.kind !== 'value') return null;
    const leaves = named.fields.filter((field) => !field.args && this.#selection(field) === '');
    return ` { ${leaves.map((field) => field.name).join(' ')} }`;
  }

  /** Some fields bring along a leaf of the entity that they lead to. */
  #addProvisions(): void {
    for (const type of [...this.#types.values()].filter(({ kind }) => kind === 'root' || kind === 'entity')) {
      for (const field of type.fields) {
        const target = this.#types.get(field.type.replace(/\W/g, ''));
        const [draft, ...more] = this.#servers.get(`${type.name}.${field.name}`) ?? [];
        if (!draft || more.length > 0 || target?.kind !== 'entity' || !this.#chance.yes(0.4)) continue;
        const usable = target.fields.filter((one) => this.#elsewhere(target, one, draft) && !one.requires && !one.args);
        // What extends an interface cannot be shared.
        const leaf = usable.find((one) => this.#selection(one) === '' && !one.name.startsWith('extra'));
        if (!leaf) continue;
        draft.add(target.name, leaf.name, `${leaf.args}: ${leaf.type} @external`, leaf.type);
        draft.decorate(type.name, field.name, `@provides(fields: "${leaf.name}")`);
        for (const server of this.#servers.get(`${target.name}.${leaf.name}`) ?? []) {
          server.decorate(target.name, leaf.name, '@shareable');
        }
      }
    }
  }

  #extend(): void {
    const draft = this.#extending;
    if (!draft) return;
    const extended = this.#type('M');
    for (const name of ['extra0', 'extra1']) {
      const field = this.#newField(draft, name);
      for (const type of [extended, ...extended.members.map((member) => this.#type(member))]) type.fields.push(field);
      draft.add('M', name, `${field.args}: ${field.type}`, field.type);
    }
  }

  /** Some fields are for the subgraphs alone. */
  #hide(): void {
    for (const [key, [draft]] of this.#servers) {
      const [type = '', field = ''] = key.split('.');
      // What an interface shows, its members have to show too.
      if (draft && !field.includes('_') && this.#chance.yes(0.06)) draft.decorate(type, field, '@inaccessible');
    }
  }
}
