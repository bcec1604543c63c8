// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.store.CommitOutcome;
import dev.gantry.settings.store.CommitOutcome.Committed;
import dev.gantry.settings.store.PendingTransaction;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** Routes that list, commit, apply and forget transactions, and the history of commits. */
final class TransactionRoutes {
  private static final List<String> TX = List.of("tx");

  private final SettingsStore store;
  private final HostBackend backend;
  private final ReentrantLock applying = new ReentrantLock();

  TransactionRoutes(SettingsStore store, HostBackend backend) {
    this.store = store;
    this.backend = backend;
  }

  void addTo(SettingsApi api) {
    api.add(
        "GET",
        "/tx/list",
        List.of(),
        "Returns the names of transactions that wait.",
        request -> ApiResponse.json(List.copyOf(store.transactions())));
    api.add("GET", "/tx", TX, "Returns what a transaction would set.", this::pending);
    api.add("DELETE", "/tx", TX, "Forgets a transaction and returns its keys.", this::forget);
    api.add(
        "POST",
        "/tx/commit",
        TX,
        "Makes a transaction's changes live and returns the keys.",
        request -> ApiResponse.json(Parameters.written(commit(request))));
    api.add(
        "POST",
        "/tx/apply",
        List.of("keys"),
        "Writes the files and restarts the services of some settings, or of all.",
        this::apply);
    api.add(
        "POST",
        "/tx/commit_and_apply",
        TX,
        "Makes a transaction's changes live, and writes files and restarts services.",
        this::commitAndApply);
    api.addExtension(
        "POST",
        "/tx/plan",
        TX,
        "Says what committing and applying a transaction would do.",
        request ->
            ApiResponse.json(
                backend.plan(store.layered(), store.preview(Parameters.transaction(request)))));
    api.addExtension(
        "GET", "/revisions", List.of(), "Returns the last revisions, newest first.", this::history);
    api.addExtension(
        "POST",
        "/revisions/revert",
        List.of("revision"),
        "Makes a new revision with the settings of an earlier one.",
        this::revert);
  }

  private ApiResponse pending(ApiRequest request) throws IOException, BadRequestException {
    Optional<PendingTransaction> transaction = store.transaction(Parameters.transaction(request));
    Map<SettingKey, SettingValue> values = new TreeMap<>();
    if (transaction.isPresent()) {
      for (SettingsEdit edit : transaction.get().edits().values()) {
        for (Map.Entry<SettingKey, Definition> set : edit.sets().entrySet()) {
          values.put(set.getKey(), set.getValue().value());
        }
      }
    }
    return ApiResponse.json(SettingsTree.ofValues(values).toMap());
  }

  private ApiResponse forget(ApiRequest request) throws IOException, BadRequestException {
    return ApiResponse.json(Parameters.written(store.delete(Parameters.transaction(request))));
  }

  private SortedSet<SettingKey> commit(ApiRequest request) throws IOException, BadRequestException {
    String name = Parameters.transaction(request);
    Optional<PendingTransaction> transaction = store.transaction(name);
    CommitOutcome outcome =
        transaction.isPresent()
            ? store.commit(name, transaction.get().baseRevision())
            : store.commit(name);
    if (outcome instanceof Committed committed) {
      return committed.keys();
    }
    throw new BadRequestException(422, "Tried to commit with no pending changes");
  }

  private ApiResponse apply(ApiRequest request) throws IOException, BadRequestException {
    SortedSet<SettingKey> keys =
        request.parameter("keys").isPresent() ? Parameters.keys(request, "keys") : new TreeSet<>();
    List<String> failures = applyNow(keys);
    return failures.isEmpty() ? ApiResponse.noContent() : failed("", failures);
  }

  private ApiResponse commitAndApply(ApiRequest request) throws IOException, BadRequestException {
    SortedSet<SettingKey> keys = commit(request);
    List<String> failures = applyNow(keys);
    return failures.isEmpty()
        ? ApiResponse.json(Parameters.written(keys))
        : failed("The changes are live, but not all is applied: ", failures);
  }

  /** One at a time, so that what is applied last is what was committed last. */
  private List<String> applyNow(SortedSet<SettingKey> keys) throws IOException {
    applying.lock();
    try {
      return backend.apply(store.layered(), keys);
    } finally {
      applying.unlock();
    }
  }

  private static ApiResponse failed(String before, List<String> failures) {
    return ApiResponse.text(500, before + String.join("; ", failures));
  }

  private ApiResponse history(ApiRequest request) throws IOException {
    List<SettingValue> revisions = new ArrayList<>();
    for (RevisionInfo info : store.history()) {
      revisions.add(
          SettingValue.map(
              Map.of(
                  "revision", SettingValue.of(info.revision()),
                  "time", SettingValue.of(info.time().toString()),
                  "action", SettingValue.of(info.action().name().toLowerCase(Locale.ROOT)),
                  "transaction", SettingValue.of(info.transaction()),
                  "model-version", SettingValue.of(info.modelVersion().toString()),
                  "keys",
                      SettingValue.strings(
                          Parameters.written(info.keys()).toArray(String[]::new)))));
    }
    return ApiResponse.json(new ListValue(revisions));
  }

  private ApiResponse revert(ApiRequest request) throws IOException, BadRequestException {
    String text = request.parameter("revision").orElse("");
    if (!text.matches("[0-9]{1,18}")) {
      throw new BadRequestException(400, "Parameter 'revision' is not the number of a revision");
    }
    Committed committed = store.revert(Long.parseLong(text), "api");
    return ApiResponse.json(Parameters.written(committed.keys()));
  }
}
