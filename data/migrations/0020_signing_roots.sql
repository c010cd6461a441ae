-- 曾用的根证书: what was sealed under a root is checked against it also after another took its place.
create table signing_root (
  -- SHA-256 of the certificate (DER).
  sha256 bytea primary key check (length(sha256) = 32),
  certificate bytea not null,
  first_used_at timestamptz not null
);
