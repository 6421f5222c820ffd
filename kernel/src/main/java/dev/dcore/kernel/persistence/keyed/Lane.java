package dev.dcore.kernel.persistence.keyed;

/// What a log does at the same time: in each lane one file operation after another.
public enum Lane {
  MANIFEST,
  ADDITION,
  COMPACTION,
  SCAN,
  CLEANING
}
