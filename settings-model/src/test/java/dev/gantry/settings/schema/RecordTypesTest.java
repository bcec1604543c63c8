// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.Violation;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTypesTest {
  /** A text of at most three letters. */
  record Brief(String text) implements ScalarValue {
    public static final ScalarType<Brief> TYPE =
        ScalarType.builder("Brief", Brief.class, Brief::new, Brief::text)
            .check((text, profile) -> text.length() <= 3 ? Optional.empty() : Optional.of("long"))
            .examples("abc")
            .build();
  }

  /** A text or an integer, kept as text. */
  record Amount(SettingValue value) implements UnionValue {
    public static final UnionType TYPE =
        new UnionType(
            "Amount",
            "",
            List.of(new StringType(), new IntegerType("u8", 0, 255)),
            value ->
                value instanceof SettingValue.NumberValue number
                    ? Normalized.of(SettingValue.of(number.value().toPlainString()))
                    : value instanceof SettingValue.StringValue
                        ? Normalized.of(value)
                        : Normalized.failed("expected text or integer"),
            Amount.class,
            Amount::new,
            null);
  }

  enum Colour {
    DARK_RED,
    GREEN;
  }

  enum Odd {
    ONE("1"),
    NONE("");

    private final String text;

    Odd(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  record Inner(
      @Setting(value = "A number.", min = 2, max = 5) @Nullable Integer level,
      @Setting("A port.") @Nullable String port) {}

  record Item(
      @Setting(value = "Its name.", required = true) String name,
      @Setting("Its colour.") @Nullable Colour colour) {}

  @SettingsNamespace(value = "thing", doc = "A thing.", since = "1.2.0")
  record Thing(
      @Setting(value = "Free text.", aliases = "txt") @Nullable String someText,
      @Setting(value = "On or off.", deprecated = "Leave it.") @Nullable Boolean on,
      @Setting(value = "Many.", min = 0, max = 4294967295L) @Nullable Long count,
      @Setting("A ratio.") @Nullable Double ratio,
      @Setting("Odd.") @Nullable Odd odd,
      @Setting("An amount.") @Nullable Amount amount,
      @Setting("A key.") @Nullable Secret<Brief> key,
      @Setting("An inner table.") Inner inner,
      @Setting("Items.") @Nullable List<Item> items,
      @Setting("By colour.") Map<Colour, Brief> byColour,
      @Setting(value = "All else.", others = true) Map<Brief, Inner> others) {}

  @SettingsNamespace(value = "line", doc = "A line.", inline = true)
  record Line(@Setting("The line.") @Nullable String value) {}

  @Test
  void describesARecord() {
    Namespace namespace = RecordTypes.namespace(Thing.class);
    assertEquals("thing", namespace.name());
    assertEquals("1.2.0", namespace.since());
    ObjectType type = (ObjectType) namespace.type();
    assertEquals(
        List.of(
            "some-text",
            "on",
            "count",
            "ratio",
            "odd",
            "amount",
            "key",
            "inner",
            "items",
            "by-colour"),
        List.copyOf(type.fields().keySet()));
    assertEquals(List.of("txt"), field(type, "some-text").aliases());
    assertEquals("Leave it.", field(type, "on").deprecated());
    assertEquals(new IntegerType("u32", 0, 4294967295L), field(type, "count").type());
    assertEquals(List.of("1", ""), ((ScalarType<?>) field(type, "odd").type()).choices());
    assertSame(Amount.TYPE, field(type, "amount").type());
    assertTrue(field(type, "key").secret());
    assertSame(Brief.TYPE, field(type, "key").type());
    ObjectType inner = (ObjectType) field(type, "inner").type();
    assertEquals(new IntegerType("integer", 2, 5), field(inner, "level").type());
    MapType byColour = (MapType) field(type, "by-colour").type();
    assertEquals(List.of("dark-red", "green"), byColour.key().choices());
    assertEquals(new MapType(Brief.TYPE, inner), type.others());
    assertSame(type, RecordTypes.of(Thing.class));
  }

  private static Field field(ObjectType type, String name) {
    return type.field(name).orElseThrow();
  }

  private static SettingsTree tree() {
    SortedMap<SettingKey, SettingValue> values = new TreeMap<>();
    values.put(SettingKey.of("thing", "some-text"), SettingValue.of("hi"));
    values.put(SettingKey.of("thing", "count"), SettingValue.of(4294967295L));
    values.put(SettingKey.of("thing", "odd"), SettingValue.of(""));
    values.put(SettingKey.of("thing", "amount"), SettingValue.of("7"));
    values.put(SettingKey.of("thing", "key"), SettingValue.of("abc"));
    values.put(SettingKey.of("thing", "inner", "level"), SettingValue.of(3));
    values.put(
        SettingKey.of("thing", "items"),
        SettingValue.list(SettingValue.map(Map.of("name", SettingValue.of("x")))));
    values.put(SettingKey.of("thing", "by-colour", "dark-red"), SettingValue.of("red"));
    values.put(SettingKey.of("thing", "z", "port"), SettingValue.of("80"));
    return SettingsTree.ofValues(values);
  }

  @Test
  void readsAndWrites() throws Exception {
    Thing thing = RecordTypes.read(tree(), Thing.class);
    assertEquals("hi", thing.someText());
    assertNull(thing.on());
    assertEquals(4294967295L, thing.count());
    assertEquals(Odd.NONE, thing.odd());
    assertEquals(Secret.of(new Brief("abc")), thing.key());
    assertFalse(thing.toString().contains("abc"));
    assertEquals(3, thing.inner().level());
    assertEquals(List.of(new Item("x", null)), thing.items());
    assertEquals(Map.of(Colour.DARK_RED, new Brief("red")), thing.byColour());
    assertEquals(Map.of(new Brief("z"), new Inner(null, "80")), thing.others());
    assertEquals(tree(), RecordTypes.write(thing));
  }

  @Test
  void tablesAreNeverNull() throws Exception {
    Thing thing = RecordTypes.read(SettingsTree.empty(), Thing.class);
    assertEquals(new Inner(null, null), thing.inner());
    assertEquals(Map.of(), thing.byColour());
    assertEquals(Map.of(), thing.others());
    assertNull(thing.items());
    assertTrue(RecordTypes.write(thing).isEmpty());
  }

  @Test
  void aNamespaceCanBeAValue() throws Exception {
    SettingsTree tree = SettingsTree.empty().with(SettingKey.of("line"), SettingValue.of("hi"));
    assertEquals(new StringType(), RecordTypes.namespace(Line.class).type());
    assertEquals(new Line("hi"), RecordTypes.read(tree, Line.class));
    assertEquals(tree, RecordTypes.write(new Line("hi")));
    assertEquals(new Line(null), RecordTypes.read(SettingsTree.empty(), Line.class));
    assertTrue(RecordTypes.write(new Line(null)).isEmpty());
  }

  @Test
  void reportsAllThatIsWrong() {
    SettingsTree tree =
        tree()
            .with(SettingKey.of("thing", "count"), SettingValue.of(-1))
            .with(SettingKey.of("thing", "on"), SettingValue.of("yes"))
            .with(SettingKey.of("thing", "key"), SettingValue.of("hidden"))
            .with(SettingKey.of("thing", "toolong", "port"), SettingValue.of("80"))
            .with(SettingKey.of("thing", "inner"), SettingValue.of(1))
            .with(SettingKey.of("thing", "items"), SettingValue.list(SettingValue.map(Map.of())));
    InvalidSettingsException thrown =
        assertThrows(InvalidSettingsException.class, () -> RecordTypes.read(tree, Thing.class));
    assertEquals(
        List.of(
            "thing.count out-of-range",
            "thing.inner wrong-type",
            "thing.items.name missing-key",
            "thing.key invalid-value",
            "thing.on wrong-type",
            "thing.toolong invalid-value"),
        thrown.violations().stream().map(RecordTypesTest::shown).sorted().toList());
    assertFalse(thrown.toString().contains("hidden"));
  }

  private static String shown(Violation violation) {
    return violation.key() + " " + violation.code();
  }

  record NoAnnotation(String text) {}

  record BadClass(@Setting("x") Object any) {}

  record Raw(@Setting("x") List<?> any) {}

  record BadKey(@Setting("x") Map<Integer, String> map) {}

  record OthersNotLast(
      @Setting(value = "x", others = true) Map<String, String> map, @Setting("y") String last) {}

  record TwoAlike(@Setting("x") String one, @Setting(value = "y", aliases = "one") String two) {}

  record RequiredWithin(@Setting("x") Item item) {}

  record Loop(@Setting("x") List<Loop> loops) {}

  @Test
  void refusesRecordsThatSettingsCannotHold() {
    for (Class<? extends Record> wrong :
        List.<Class<? extends Record>>of(
            NoAnnotation.class,
            BadClass.class,
            Raw.class,
            BadKey.class,
            OthersNotLast.class,
            TwoAlike.class,
            RequiredWithin.class,
            Loop.class)) {
      assertThrows(
          IllegalArgumentException.class, () -> RecordTypes.of(wrong), wrong.getSimpleName());
    }
    assertThrows(IllegalArgumentException.class, () -> RecordTypes.namespace(Inner.class));
  }

  @Test
  void aModelGivesRecords() throws Exception {
    SettingsModel model = SettingsModel.of(List.of(RecordTypes.namespace(Thing.class)), List.of());
    assertEquals("hi", model.get(tree(), Thing.class).someText());
    assertThrows(IllegalArgumentException.class, () -> model.get(tree(), Line.class));
  }
}
