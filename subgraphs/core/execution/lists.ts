/** Items of a list after which it is asked whether others waited long enough; a power of two. */
const STRETCH = 64;

interface ListParts {
  /** Of the function for the whole list. */
  readonly name: string;
  /** The variable of the field that gives the list. */
  readonly f: string;
  /** Statements for one item. */
  readonly item: string;
}

/**
 * The text of a function that answers a list, as a list, or as JSON where that can be (see `writtenListText`). The items come one
 * after the other, and others have their turn in between. Statements make `w`, which is the item, its answer, at `i` of `p`. Where
 * the list `waits`, whatever else of its question waits comes before it.
 */
export function listText({
  name,
  f,
  item,
  nullable,
  isWritten,
  waits,
}: ListParts & { readonly nullable: boolean; readonly isWritten: boolean; readonly waits: boolean }): string {
  const wait = (answer: string, goOn: string) =>
    waits
      ? `if (x.isAhead()) {
x.later(p, ${f}, 'ready', () => ${goOn});
return ${answer};
}
`
      : '';
  const go = `fill${name}(x, v[Symbol.iterator](), p, a)`;
  const answered = isWritten
    ? `const written = new WrittenList();
p.value = written;
${wait('written', `put${name}(p, written, begin${name}(x, v, p, written))`)}return begin${name}(x, v, p, written);
}
function begin${name}(x, v, p, written) {
const items = can${name} ? passing(v) : null;
return items === null ? items${name}(x, v, p) : write${name}(x, v, p, written, items);
}
function items${name}(x, v, p) {
const a = [];
p.value = a;
${go};
return a;
}
`
    : `const a = [];
p.value = a;
${wait('a', go)}${go};
return a;
}
`;
  return `function fill${name}(x, items, p, a) {
let i = a.length;
for (let n = items.next(); !n.done; n = items.next(), i++) {
let w;
try {
w = n.value;
${item}} catch (e) { w = x.failedAt(e, ${f}, p, i, ${nullable}); }
a[i] = w;
if ((i & ${STRETCH - 1}) === ${STRETCH - 1} && x.isTurnOver(${STRETCH})) return x.later(p, ${f}, 'started', () => fill${name}(x, items, p, a));
}
x.isTurnOver(i & ${STRETCH - 1});
}
function ${name}(x, v, up, key, nullable) {
const p = new Place(up, key, nullable);
${answered}`;
}

/**
 * The text of a function that writes the items of a list that are left, and gives what then stands in the answer. Statements
 * write the item `s` by the writer `w`. Where anything is out of the ordinary the list is answered in the usual way instead.
 */
export function writtenListText({ name, f, item }: ListParts): string {
  return `let can${name} = true;
function put${name}(p, written, made) {
if (made !== written && p.up.value !== null) p.up.value[p.key] = made;
}
function write${name}(x, v, p, written, items) {
const w = borrowed();
try {
let i = 1;
for (let n = items.next(); !n.done; n = items.next(), i++) {
const s = n.value;
${item}if ((i & ${STRETCH - 1}) === 0 && x.isTurnOver(${STRETCH})) {
w.giveTo(written);
x.later(p, ${f}, 'started', () => put${name}(p, written, write${name}(x, v, p, written, items)));
return written;
}
}
x.isTurnOver((i - 1) & ${STRETCH - 1});
w.giveTo(written);
return written;
} catch (e) {
if (e === UNWRITABLE) can${name} = false;
} finally {
giveBack(w);
}
written.spend();
return items${name}(x, v, p);
}
`;
}
