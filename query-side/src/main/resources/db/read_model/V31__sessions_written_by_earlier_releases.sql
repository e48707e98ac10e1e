-- An earlier release that still runs writes sessions without it.
ALTER TABLE read_model.session ALTER COLUMN seen_at SET DEFAULT now();
