package dev.dcore.kernel.transport;

/// The bytes of an [Address] inside other messages.
public final class AddressCodec {
  public static final RecordCodec<Address> CODEC =
      RecordCodec.<Address>of("address")
          .text(1, Address::host)
          .number(2, Address::port)
          .build(in -> new Address(in.text(1), in.integer(2)));

  private AddressCodec() {}
}
