-- The department of education's database in miniature: a register of schools and what the schools report, and beside it
-- the views that other agencies may read. All grouping by district, city and period is done here.

create schema registry;

create table registry.districts (
  code text primary key,
  -- The last half-year in which there were districts.
  last_half_year text not null
);

create table registry.communes (
  code text primary key,
  -- The first half-year in which there were communes of today.
  first_half_year text not null
);

create table registry.schools (
  id text primary key,
  district text not null references registry.districts,
  -- The commune of today in which it stands.
  commune text not null references registry.communes,
  level text not null check (level in ('preschool', 'primary', 'lower-secondary', 'upper-secondary')),
  is_public boolean not null,
  -- The first half-year in which it is counted and the first in which it is no longer; null: always, still.
  opened text,
  closed text,
  -- The first and the last half-year in which it meets the national standard.
  standard_from text,
  standard_until text
);

create table registry.enrolments (
  school text not null,
  school_year text not null check (school_year ~ '^\d{4}-\d{4}$'),
  pupils integer not null check (pupils >= 0),
  primary key (school, school_year)
);

create table registry.school_milk (
  school text not null,
  half_year text not null,
  pupils integer not null check (pupils >= 0),
  participants integer not null check (participants between 0 and pupils),
  primary key (school, half_year)
);

create table registry.half_years (
  name text primary key,
  -- The calendar year whose figures are those of this half-year; null for the first half.
  closes_year text,
  last_day date not null,
  -- From 2025 on, the national standard is counted among public schools alone.
  standard_of_public_only boolean not null
);

-- Rates that were printed so, although the printed parts give another.
create table registry.printed_rates (
  indicator text not null,
  period text not null,
  value double precision not null,
  note text not null,
  primary key (indicator, period)
);

create table registry.submissions (
  period text not null,
  area_code text not null,
  submitted_on date not null,
  primary key (period, area_code)
);

-- The level and the type of each school, in the words of the department.
create view registry.school_items as
  select id as school, 'level' as breakdown,
         case level when 'preschool' then 'MAM_NON' when 'primary' then 'TIEU_HOC'
                    when 'lower-secondary' then 'THCS' else 'THPT' end as item
    from registry.schools
  union all
  select id, 'type', case when is_public then 'CONG_LAP' else 'TU_THUC' end from registry.schools;

-- One row for each indicator, district, commune and half-year (school year for pupils). The parts by level and type of
-- school are named behind a point; other agencies get them for the city alone.
create view registry.district_counts as
  select 'TRUONG_HOC' as indicator, s.district, s.commune, h.name as period, count(*) as numerator, null::bigint as denominator
    from registry.half_years h
    join registry.schools s
      on coalesce(s.opened <= h.name, true) and coalesce(h.name < s.closed, true)
   group by s.district, s.commune, h.name
  union all
  select 'TRUONG_HOC.' || i.item, s.district, s.commune, h.name, count(*), null
    from registry.half_years h
    join registry.schools s
      on coalesce(s.opened <= h.name, true) and coalesce(h.name < s.closed, true)
    join registry.school_items i on i.school = s.id
   group by i.item, s.district, s.commune, h.name
  union all
  select 'CHUAN_QUOC_GIA', s.district, s.commune, h.name,
         count(*) filter (where s.standard_from <= h.name and coalesce(h.name <= s.standard_until, true)),
         count(*)
    from registry.half_years h
    join registry.schools s
      on coalesce(s.opened <= h.name, true) and coalesce(h.name < s.closed, true)
   where s.is_public or not h.standard_of_public_only
   group by s.district, s.commune, h.name
  union all
  select 'SUA_HOC_DUONG', s.district, s.commune, m.half_year, sum(m.participants), sum(m.pupils)
    from registry.school_milk m
    join registry.schools s on s.id = m.school
   group by s.district, s.commune, m.half_year
  union all
  select 'HOC_SINH', s.district, s.commune, e.school_year, sum(e.pupils), null
    from registry.enrolments e
    join registry.schools s on s.id = e.school
   group by s.district, s.commune, e.school_year
  union all
  select 'HOC_SINH.' || i.item, s.district, s.commune, e.school_year, sum(e.pupils), null
    from registry.enrolments e
    join registry.schools s on s.id = e.school
    join registry.school_items i on i.school = s.id and i.breakdown = 'level'
   group by i.item, s.district, s.commune, e.school_year;

-- Districts, after them (for schools all the time) the communes, and the city; a year's figure is that of its second half.
create view registry.area_counts as
  with halves as (
    select c.*, coalesce(h.name, left(c.period, 4) || '-S2') as half_year, h.closes_year
      from registry.district_counts c
      left join registry.half_years h on h.name = c.period
  ),
  periods as (
    select indicator, district, commune, half_year, numerator, denominator, period from halves
    union all
    select indicator, district, commune, half_year, numerator, denominator, closes_year
      from halves where closes_year is not null
  )
  select p.indicator, 'QUAN_HUYEN' as area_level, p.district as area_code, p.period, p.half_year,
         sum(p.numerator) as numerator, sum(p.denominator) as denominator
    from periods p
    join registry.districts d on d.code = p.district and p.half_year <= d.last_half_year
   where position('.' in p.indicator) = 0
   group by p.indicator, p.district, p.period, p.half_year
  union all
  select c.indicator, 'PHUONG_XA', x.code, c.period, c.half_year, sum(coalesce(p.numerator, 0)),
         case when bool_or(c.is_rate) then sum(coalesce(p.denominator, 0)) end
    from (select indicator, period, half_year, bool_or(denominator is not null) as is_rate
            from periods where position('.' in indicator) = 0 group by indicator, period, half_year) c
    cross join registry.communes x
    left join periods p
      on p.indicator = c.indicator and p.period = c.period and p.half_year = c.half_year and p.commune = x.code
   -- Schools stand where they stand: they are counted in the communes of today for earlier times too.
   where c.half_year >= x.first_half_year or c.indicator in ('TRUONG_HOC', 'CHUAN_QUOC_GIA')
   group by c.indicator, x.code, c.period, c.half_year
  union all
  select indicator, 'THANH_PHO', 'SGD-01', period, half_year, sum(numerator), sum(denominator)
    from periods
   group by indicator, period, half_year;

-- Kept ready, as a statistics office does after each closing; refreshed when the register changes.
create materialized view registry.observations as
  select c.indicator,
         c.area_level,
         c.area_code,
         c.period,
         case
           when r.value is not null then r.value
           when c.denominator is null then c.numerator::double precision
           when c.denominator > 0 then 100 * c.numerator::double precision / c.denominator::double precision
         end as value,
         c.numerator,
         c.denominator,
         r.note,
         -- Nine in the morning in Hanoi, 18 days after a half-year and 24 after a year.
         (h.last_day + case when c.period = h.name then 18 else 24 end + time '09:00') at time zone 'Asia/Ho_Chi_Minh'
           as published_at,
         'Sổ đăng ký trường học, kỳ ' || c.period as document
    from registry.area_counts c
    join registry.half_years h on h.name = c.half_year
    left join registry.printed_rates r
      on c.area_level = 'THANH_PHO' and r.indicator = c.indicator and r.period = c.period
  with no data;

create unique index on registry.observations (indicator, area_level, area_code, period);

-- What others may read.
create schema graph;

create view graph.observations as
  select indicator, area_level, area_code, period, value, numerator, denominator, note, published_at, document
    from registry.observations;

create view graph.submissions as
  select period, area_code, submitted_on from registry.submissions;
