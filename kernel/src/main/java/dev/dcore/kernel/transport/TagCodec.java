package dev.dcore.kernel.transport;

import dev.dcore.kernel.identity.Tag;

/// How a tag is written, in messages and in files alike.
public final class TagCodec {
  public static final RecordCodec<Tag> CODEC =
      RecordCodec.<Tag>of("tag")
          .text(1, Tag::key)
          .text(2, Tag::value)
          .build(in -> new Tag(in.text(1), in.text(2)));

  private TagCodec() {}
}
