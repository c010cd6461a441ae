-- 仪式画面: the handwriting of who agreed to its being shown at an event. It is no part of the file nor of what proves it, and
-- whoever agreed can take it back: the row goes then, and with it the handwriting. It goes by itself after a year, while his link still lives.

create table agreement_handwriting (
  agreement_id bigint not null references agreement (id),
  position integer not null,
  -- At which event it may be shown, and at no other.
  event_id bigint not null references live_event (id),
  -- Strokes of points of the unit square of the place in the file, x to the right, y downwards.
  strokes jsonb not null check (jsonb_typeof(strokes) = 'array'),
  -- What was agreed to, by its version.
  text_version text not null check (length(text_version) between 1 and 40),
  at timestamptz not null,
  primary key (agreement_id, position)
);
