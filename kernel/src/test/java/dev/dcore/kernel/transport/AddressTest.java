package dev.dcore.kernel.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1", "node-3.example:65535", "[::1]:7000"})
  void whatIsPrintedIsReadAgain(String text) {
    assertEquals(text, Address.parse(text).toString());
    assertEquals(Address.parse(text), Address.parse(Address.parse(text).toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "host",
        ":7000",
        "host:",
        "host:x",
        "host:0",
        "host:65536",
        "host:-1",
        "host:99999999999",
        "::1:7000",
        "[]:7000",
        "[a]b]:1",
        "a b:1",
        "h\u00e9:1",
        "a\u0000:1"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
  }

  @Test
  void addressesAreOrderedByHostAndThenByPort() {
    Address a = new Address("a", 9);
    assertEquals(-1, Integer.signum(a.compareTo(new Address("b", 1))));
    assertEquals(1, Integer.signum(a.compareTo(new Address("a", 8))));
  }
}
