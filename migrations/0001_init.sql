-- Bodies are json, not jsonb: jsonb forgets the order of keys, and the order of variants is kept.
-- Instants have three decimals, as JavaScript has: what was hashed is what is read back.

create table installation (
  id smallint primary key default 1 check (id = 1),
  epoch uuid not null,
  created_at timestamptz(3) not null
);

create table projects (
  id uuid primary key,
  key text not null unique,
  name text not null,
  created_at timestamptz(3) not null
);

-- revision and head are the end of the environment's log; their row is its lock.
create table environments (
  id uuid primary key,
  project_id uuid not null references projects (id),
  key text not null,
  name text not null,
  protected boolean not null default false,
  colour text not null default 'grey',
  ordinal integer not null default 0,
  revision bigint not null default 0,
  head text not null default '',
  created_at timestamptz(3) not null,
  archived_at timestamptz(3),
  unique (project_id, key)
);

-- What all environments share. A row stays after archiving, so that its key is never given out again.
create table flags (
  project_id uuid not null references projects (id),
  key text not null,
  version integer not null,
  definition json not null,
  salt_hash bigint not null,
  created_at timestamptz(3) not null,
  archived_at timestamptz(3),
  primary key (project_id, key),
  unique (project_id, salt_hash)
);

-- The latest body of each flag in each environment; derived from the log.
create table environment_flags (
  environment_id uuid not null references environments (id),
  key text not null,
  version integer not null,
  revision bigint not null,
  body json not null,
  changed_at timestamptz(3) not null,
  changed_by json not null,
  cause text not null,
  primary key (environment_id, key)
);

-- The log. Every row carries the hash of the one before it.
create table changes (
  environment_id uuid not null references environments (id),
  revision bigint not null,
  project_id uuid not null references projects (id),
  change_id uuid not null,
  at timestamptz(3) not null,
  actor json not null,
  source text not null,
  cause text not null,
  reason text not null default '',
  digest text not null,
  head text not null,
  primary key (environment_id, revision)
);
create index changes_by_project on changes (project_id, at desc, change_id desc);
create index changes_by_change on changes (change_id);

-- body is null where the entity was removed.
create table change_entities (
  environment_id uuid not null,
  revision bigint not null,
  kind text not null,
  key text not null,
  version integer not null,
  body json,
  digest text not null,
  primary key (environment_id, revision, kind, key),
  foreign key (environment_id, revision) references changes (environment_id, revision)
);
create index change_entities_by_key on change_entities (environment_id, kind, key, revision desc);

-- What happens but changes nothing served: a chain per project, and one for the installation.
create table event_chains (
  chain text primary key,
  sequence bigint not null default 0,
  head text not null default ''
);

create table events (
  chain text not null references event_chains (chain),
  sequence bigint not null,
  at timestamptz(3) not null,
  actor json not null,
  source text not null,
  kind text not null,
  subject text not null,
  body json,
  digest text not null,
  head text not null,
  primary key (chain, sequence)
);

-- Secrets are kept as digests; a client key is public and is also kept in clear, for snippets.
create table api_keys (
  id text primary key,
  kind text not null,
  name text not null,
  project_id uuid not null references projects (id),
  environment_id uuid references environments (id),
  prefix text not null,
  digest text not null,
  secret_clear text,
  origins json not null default '[]',
  created_at timestamptz(3) not null,
  created_by json not null,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
create index api_keys_by_project on api_keys (project_id);

create table people (
  id uuid primary key,
  email text not null,
  name text not null,
  password_hash text,
  created_at timestamptz(3) not null,
  disabled_at timestamptz(3)
);
create unique index people_by_email on people (lower(email));

create table sessions (
  id_digest text primary key,
  person_id uuid not null references people (id),
  created_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3)
);
create index sessions_by_person on sessions (person_id);

create table sign_in_links (
  digest text primary key,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
