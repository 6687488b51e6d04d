import { areaById, CITY } from '../../schema/areas/areas.js';
import { type CatalogueIndicator, EVIDENCE, type TargetVersion } from './catalogue.js';
import { targetContradictionsOf } from './catalogue-contradictions.js';
import { type Cells, readRowsIfAny } from './cells.js';
import type { Faults } from './table.js';
import type { TableFiles } from './table-files.js';

const [AREA_TARGETS, SOURCES] = ['area-targets.csv', 'target-sources.csv'] as const;

/** The files of a catalogue that need not be there: targets of single areas, and where target values come from. */
export const TARGET_FILES = [AREA_TARGETS, SOURCES] as const;

const TARGET = /^(?:(withdrawn)|(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?)@(\d{4}-(?:0[1-9]|1[0-2]))=(\w+)$/;

/** Versions as `value@from=EVIDENCE`, separated by semicolons; a range as `30-35`, a withdrawal as `withdrawn`. */
export function targetsOf(cells: Cells<'targets'>): TargetVersion[] {
  const versions = cells.text('targets').split(';').filter(Boolean);
  const targets = versions.flatMap((version): TargetVersion[] => {
    const match = TARGET.exec(version.trim());
    const evidence = EVIDENCE.find((word) => word === match?.[5]);
    if (!match || !evidence) {
      cells.fault('targets', `"${version}" is not value@2021-03=${EVIDENCE.join(' or ')}`);
      return [];
    }
    const [, withdrawn, value, upper, from] = match;
    if (upper !== undefined && Number(upper) < Number(value))
      cells.fault('targets', `"${version}": the range is reversed`);
    return [
      {
        value: withdrawn ? null : Number(value),
        upper: upper === undefined ? null : Number(upper),
        from: from as string,
        withdrawn: withdrawn !== undefined,
        evidence,
        sourceNames: null,
      },
    ];
  });
  if (targets.some((t, i) => i > 0 && t.from <= (targets[i - 1] as TargetVersion).from)) {
    cells.fault('targets', 'the versions are not in the order of their months');
  }
  return targets;
}

/** The indicators with what area-targets.csv and target-sources.csv say of them. */
export function withTargetFiles(
  indicators: readonly CatalogueIndicator[],
  files: TableFiles,
  faults: Faults,
): CatalogueIndicator[] {
  const find = (code: string) => indicators.find((indicator) => indicator.code === code);
  const columns = ['indicator', 'area', 'targets'] as const;
  const ofAreas = readRowsIfAny(files, AREA_TARGETS, columns, ['indicator', 'area'], faults).flatMap((cells) => {
    const indicator = cells.known('indicator', 'a target of targets.csv', find);
    const area = cells.known('area', 'the id of an area, such as DISTRICT-001', areaById);
    const targets = targetsOf(cells as Cells<'targets'>);
    if (area === CITY) cells.fault('area', 'the targets of the city are those of targets.csv');
    if (indicator) nameContradictions(cells, { ...indicator, targets });
    return indicator && area ? [{ indicator, area: area.id, targets }] : [];
  });
  const said = readSources(files, find, faults);
  return indicators.map((indicator) => ({
    ...indicator,
    targets: indicator.targets.map((version) => ({
      ...version,
      sourceNames: said.find((one) => one.indicator === indicator && one.from === version.from)?.source ?? null,
    })),
    areaTargets: ofAreas.filter((one) => one.indicator === indicator).map(({ area, targets }) => ({ area, targets })),
  }));
}

function nameContradictions(cells: Cells<'indicator' | 'area' | 'targets'>, indicator: CatalogueIndicator): void {
  if (indicator.kind !== 'COUNT' && indicator.kind !== 'RATE') {
    cells.fault('indicator', `${indicator.code} is of kind ${indicator.kind}: areas have no figures of it`);
  }
  for (const { column, fault } of targetContradictionsOf(indicator)) {
    if (column === 'targets') cells.fault('targets', fault);
  }
}

function readSources(files: TableFiles, find: (code: string) => CatalogueIndicator | undefined, faults: Faults) {
  const columns = ['indicator', 'from', 'source_vi', 'source_en'] as const;
  return readRowsIfAny(files, SOURCES, columns, ['indicator', 'from'], faults).flatMap((cells) => {
    const indicator = cells.known('indicator', 'a target of targets.csv', find);
    const from = cells.text('from');
    if (indicator && !indicator.targets.some((version) => version.from === from)) {
      cells.fault('from', `"${from}" is the first month of no version of ${indicator.code}`);
    }
    return indicator ? [{ indicator, from, source: cells.both('source_vi', 'source_en') }] : [];
  });
}
