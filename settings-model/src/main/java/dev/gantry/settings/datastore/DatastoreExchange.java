// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.PendingTransaction;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.StoreContents;
import dev.gantry.settings.store.StoredLeaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Carries settings between Bottlerocket's data store and Gantry's.
 *
 * <p>Bottlerocket does not say which values are defaults, which came from generators, and which
 * users set. An import takes all for the user's, unless told otherwise. Immutable and safe for use
 * by many threads.
 */
public final class DatastoreExchange {
  private static final SettingKey SETTINGS = SettingKey.of("settings");

  private final String source;
  private final BiPredicate<SettingKey, SettingValue> isGenerated;
  private final SettingsTree defaults;

  private DatastoreExchange(
      String source, BiPredicate<SettingKey, SettingValue> isGenerated, SettingsTree defaults) {
    this.source = Objects.requireNonNull(source, "source");
    this.isGenerated = Objects.requireNonNull(isGenerated, "isGenerated");
    this.defaults = Objects.requireNonNull(defaults, "defaults");
  }

  /**
   * Returns an exchange that takes all values for the user's.
   *
   * @param source name of the data store, for the origin of the values
   * @return the exchange
   */
  public static DatastoreExchange of(String source) {
    return new DatastoreExchange(source, (key, value) -> false, SettingsTree.empty());
  }

  /**
   * Returns an exchange that takes some values for those of generators, which may replace them.
   *
   * @param test tells which, by their keys without {@code settings}
   * @return the exchange
   */
  public DatastoreExchange takingForGenerated(BiPredicate<SettingKey, SettingValue> test) {
    return new DatastoreExchange(source, test, defaults);
  }

  /**
   * Returns an exchange that leaves out values that are the defaults, so that they follow the
   * defaults of later images. Where a user chose the default on purpose, that is lost.
   *
   * @param known the defaults
   * @return the exchange
   */
  public DatastoreExchange leavingOutDefaults(SettingsTree known) {
    return new DatastoreExchange(source, isGenerated, known);
  }

  /**
   * Makes contents of a store of what a data store holds: settings and transactions, of whatever
   * keys. Metadata, services and configuration files are no settings; keep the data store's
   * contents if you want to {@linkplain #toDatastore write} them again.
   *
   * @param contents what the data store holds
   * @param version its version
   * @return contents for {@link dev.gantry.settings.store.SettingsStore#rewrite}
   * @throws dev.gantry.core.MalformedDataException {@code SETTINGS_JSON} if a text is not JSON
   * @throws StateConflictException {@code DATASTORE_VALUE} if a text is a JSON object
   * @throws GantryException for these reasons
   */
  public StoreContents toStore(DatastoreContents contents, Version version) throws GantryException {
    SortedMap<SettingKey, StoredLeaf> user = new TreeMap<>();
    SortedMap<SettingKey, StoredLeaf> generated = new TreeMap<>();
    for (SettingKey key : contents.live().keySet()) {
      Optional<SettingValue> value = isSetting(key) ? contents.value(key) : Optional.empty();
      if (value.isPresent()) {
        SettingKey own = key.relativeTo(SETTINGS);
        SettingValue found = leaf(key, value.get());
        if (!found.equals(defaults.leaves().get(own))) {
          var target = isGenerated.test(own, found) ? generated : user;
          target.put(own, StoredLeaf.of(new Definition(found, Origin.of(source)), version));
        }
      }
    }
    StoreContents result =
        StoreContents.empty(version)
            .withLayer(LayerId.API, user)
            .withLayer(LayerId.GENERATED, generated);
    List<PendingTransaction> pending = new ArrayList<>();
    for (var transaction : contents.pending().entrySet()) {
      SortedMap<SettingKey, SettingValue> values = new TreeMap<>();
      for (Map.Entry<SettingKey, String> text : transaction.getValue().entrySet()) {
        SettingKey key = text.getKey();
        Optional<SettingValue> value =
            isSetting(key) ? SettingsJson.read(key.toString(), text.getValue()) : Optional.empty();
        if (value.isPresent()) {
          values.put(key.relativeTo(SETTINGS), leaf(key, value.get()));
        }
      }
      SettingsEdit edit =
          SettingsEdit.ofApi().set(SettingsTree.ofValues(values), key -> Origin.of(source));
      SortedMap<LayerId, SettingsEdit> edits = new TreeMap<>(Map.of(LayerId.API, edit));
      pending.add(new PendingTransaction(transaction.getKey(), 0, edits));
    }
    return result.withPending(pending);
  }

  private static boolean isSetting(SettingKey key) {
    return key.depth() > 1 && key.startsWith(SETTINGS);
  }

  private static SettingValue leaf(SettingKey key, SettingValue value)
      throws StateConflictException {
    if (value instanceof SettingValue.MapValue) {
      throw new StateConflictException(
          "DATASTORE_VALUE",
          "importing settings",
          "an object at " + key,
          "a JSON scalar or list; objects are directories");
    }
    return value;
  }

  /**
   * Makes what a data store would hold: settings with the defaults among them, since Bottlerocket
   * has them there, and all that is not a setting of another data store. Texts of values that did
   * not change stay as they were.
   *
   * @param settings the effective settings
   * @param like a data store with metadata, services and configuration files, for example the one
   *     that the settings were imported from
   * @return the contents; transactions are those of {@code like}
   * @throws StateConflictException {@code DATASTORE_KEY} if the data store cannot hold a key
   * @throws GantryException if a text of {@code like} is not JSON
   */
  public static DatastoreContents toDatastore(SettingsTree settings, DatastoreContents like)
      throws GantryException {
    DatastoreContents.Builder builder = DatastoreContents.builder();
    for (Map.Entry<SettingKey, String> entry : like.live().entrySet()) {
      if (!isSetting(entry.getKey())) {
        builder.live(entry.getKey(), entry.getValue());
      }
    }
    for (Map.Entry<SettingKey, SettingValue> entry : settings.leaves().entrySet()) {
      SettingKey key = SETTINGS.resolve(entry.getKey());
      if (!key.isStorable()) {
        throw new StateConflictException(
            "DATASTORE_KEY",
            "exporting settings",
            "the key " + key,
            "names of ASCII letters, digits, _, -, / and dots, and at most 255 characters in all");
      }
      boolean isSame = like.value(key).filter(entry.getValue()::equals).isPresent();
      String text = isSame ? like.live().get(key) : null;
      builder.live(key, text == null ? JsonText.write(entry.getValue()) : text);
    }
    for (var entry : like.metadata().entrySet()) {
      entry.getValue().forEach((name, text) -> builder.metadata(entry.getKey(), name, text));
    }
    for (var entry : like.pending().entrySet()) {
      builder.pending(entry.getKey());
      entry.getValue().forEach((key, text) -> builder.pending(entry.getKey(), key, text));
    }
    return builder.build();
  }
}
