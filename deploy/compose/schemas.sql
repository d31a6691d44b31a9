-- A schema for each node; nodes make their tables themselves.
CREATE DATABASE taskraft_1;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES
  ON taskraft_1.* TO 'taskraft'@'%';
CREATE DATABASE taskraft_2;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES
  ON taskraft_2.* TO 'taskraft'@'%';
CREATE DATABASE taskraft_3;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES
  ON taskraft_3.* TO 'taskraft'@'%';
