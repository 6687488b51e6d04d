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
 * after the other, and others have their turn in between. Statements make `w`, which is the item, its answer, at `i` of `p`.
 */
export function listText({
  name,
  f,
  item,
  nullable,
  isWritten,
}: ListParts & { readonly nullable: boolean; readonly isWritten: boolean }): string {
  return `function fill${name}(x, items, p, a) {
for (let n = items.next(), i = a.length; !n.done; n = items.next(), i++) {
let w;
try {
w = n.value;
${item}} catch (e) { w = x.failedAt(e, ${f}, p, i, ${nullable}); }
a[i] = w;
if ((i & ${STRETCH - 1}) === ${STRETCH - 1} && x.isTurnOver(${STRETCH})) return x.later(p, ${f}, () => fill${name}(x, items, p, a));
}
}
function ${name}(x, v, up, key, nullable) {
const p = new Place(up, key, nullable);
${isWritten ? `const items = can${name} ? passing(v) : null;\nif (items !== null) return write${name}(x, v, p, new WrittenList(), items);\n` : ''}return items${name}(x, v, p);
}
function items${name}(x, v, p) {
const a = [];
p.value = a;
fill${name}(x, v[Symbol.iterator](), p, a);
return a;
}
`;
}

/**
 * The text of a function that writes the items of a list that are left, and gives what then stands in the answer. Statements
 * write the item `s` by the writer `w`. Where anything is out of the ordinary the list is answered in the usual way instead.
 */
export function writtenListText({ name, f, item }: ListParts): string {
  return `let can${name} = true;
function write${name}(x, v, p, written, items) {
p.value = written;
const w = borrowed();
try {
for (let n = items.next(), i = 1; !n.done; n = items.next(), i++) {
const s = n.value;
${item}if ((i & ${STRETCH - 1}) === 0 && x.isTurnOver(${STRETCH})) {
w.giveTo(written);
x.later(p, ${f}, () => {
const made = write${name}(x, v, p, written, items);
if (made !== written && p.up.value !== null) p.up.value[p.key] = made;
});
return written;
}
}
w.giveTo(written);
return written;
} catch (e) {
if (e === UNWRITABLE) can${name} = false;
} finally {
giveBack(w);
}
return items${name}(x, v, p);
}
`;
}
