// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A client for the API of a Bottlerocket host, or of one that serves the same routes, mostly over
 * the host's Unix socket.
 *
 * <p>Settings are without {@code settings} around them, and keys start below it. Methods block.
 * They throw {@link HostApiException} if the host refuses, {@link MalformedDataException} if its
 * answer is not what the route should answer, {@link dev.gantry.core.LimitExceededException} if the
 * answer is too large, and another {@link IOException} if there is no answer in time. Safe for use
 * by many threads.
 *
 * @see <a
 *     href="https://github.com/bottlerocket-os/bottlerocket-core-kit">bottlerocket-core-kit</a>,
 *     sources/api/apiserver
 */
public final class HostApiClient {
  /** Where a Bottlerocket host has its socket. */
  public static final Path DEFAULT_SOCKET = Path.of("/run/api.sock");

  /** The transaction that is used if none is named. */
  public static final String DEFAULT_TRANSACTION = "default";

  private final HttpCalls calls;

  private HostApiClient(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * Starts a client that speaks through a Unix socket.
   *
   * @param socket path of the socket, mostly {@link #DEFAULT_SOCKET}
   * @return a builder
   */
  public static Builder overUnixSocket(Path socket) {
    return new Builder(HttpUrl.get("http://localhost/"), Objects.requireNonNull(socket, "socket"));
  }

  /**
   * Starts a client that speaks HTTP over TCP, for hosts that serve their API on loopback.
   *
   * @param base address of the API, for example {@code http://127.0.0.1:8080/}
   * @return a builder
   * @throws IllegalArgumentException if it is not an address with scheme http or https
   */
  public static Builder overHttp(URI base) {
    return new Builder(HttpUrl.get(base.toString()), null);
  }

  /** Collects what makes a client. */
  public static final class Builder {
    private final HttpUrl base;
    private final @Nullable Path unixSocket;
    private Duration timeout = Duration.ofMinutes(1);
    private int maxAnswerBytes = 16 << 20;

    private Builder(HttpUrl base, @Nullable Path unixSocket) {
      this.base = base;
      this.unixSocket = unixSocket;
    }

    /**
     * Sets how long a request may take.
     *
     * @param newTimeout the time from its start to the end of its answer; one minute by default
     * @return this builder
     */
    public Builder timeout(Duration newTimeout) {
      this.timeout = Objects.requireNonNull(newTimeout, "newTimeout");
      return this;
    }

    /**
     * Sets how large an answer may be.
     *
     * @param bytes bytes; 16 MiB by default
     * @return this builder
     */
    public Builder maxAnswerBytes(int bytes) {
      if (bytes < 1 || bytes == Integer.MAX_VALUE) {
        throw new IllegalArgumentException("bytes: " + bytes);
      }
      this.maxAnswerBytes = bytes;
      return this;
    }

    /**
     * Makes the client; nothing is connected yet.
     *
     * @return the client
     */
    public HostApiClient build() {
      return new HostApiClient(new HttpCalls(base, unixSocket, timeout, maxAnswerBytes));
    }
  }

  /**
   * Returns all that the host says about itself ({@code GET /}).
   *
   * @return the model
   * @throws IOException see the class
   */
  public HostModel model() throws IOException {
    String what = "GET /";
    Answer answer = Answer.read(what, calls.send("GET", "/", Map.of(), null));
    Answer none = Answer.of(what, "answer", MapValue.EMPTY);
    return new HostModel(
        SettingsTree.of(answer.object("settings").orElse(none).map()),
        services(answer.object("services").orElse(none)),
        files(answer.object("configuration-files").orElse(none)),
        answer.has("os") ? osInfo(answer.object("os").orElse(none)) : null);
  }

  /**
   * Returns the live settings ({@code GET /settings}).
   *
   * @return all settings
   * @throws IOException see the class
   */
  public SettingsTree settings() throws IOException {
    return settings(Map.of());
  }

  /**
   * Returns some live settings ({@code GET /settings?keys=}).
   *
   * @param keys keys of leaves; those that are not set are left out. Hosts that serve Gantry's API
   *     take keys of maps for all below them; a Bottlerocket host refuses them with status 500
   * @return these settings
   * @throws IllegalArgumentException if there are no keys
   * @throws IOException see the class
   */
  public SettingsTree settings(Collection<SettingKey> keys) throws IOException {
    return settings(Map.of("keys", joined(keys)));
  }

  /**
   * Returns the live settings whose written keys start with a text ({@code GET /settings?prefix=}).
   *
   * @param prefix start of the key; a Bottlerocket host compares texts, not names, so {@code
   *     settings.ker} finds {@code kernel}
   * @return these settings
   * @throws IOException see the class
   */
  public SettingsTree settingsWithPrefix(String prefix) throws IOException {
    return settings(Map.of("prefix", prefix));
  }

  private SettingsTree settings(Map<String, String> query) throws IOException {
    return tree("GET /settings", calls.send("GET", "/settings", query, null));
  }

  private static SettingsTree tree(String what, String text) throws MalformedDataException {
    return SettingsTree.of(SettingsJson.readMapWithNulls(what, text).map());
  }

  /**
   * Puts settings into a transaction ({@code PATCH /settings}).
   *
   * @param settings what to set
   * @param transaction name of the transaction; it comes to be if there is none
   * @throws IOException see the class
   */
  public void set(SettingsTree settings, String transaction) throws IOException {
    String json = SettingsJson.write(settings.toMap());
    calls.send("PATCH", "/settings", Map.of("tx", transaction), json);
  }

  /**
   * Puts settings into a transaction, with values whose kind the host guesses ({@code PATCH
   * /settings/keypair}).
   *
   * @param pairs keys and values with {@code =} between, for example {@code motd=hi}
   * @param transaction name of the transaction
   * @throws IOException see the class
   */
  public void setPairs(List<String> pairs, String transaction) throws IOException {
    String json =
        SettingsJson.write(
            SettingValue.map(
                Map.of("request_payload", SettingValue.strings(pairs.toArray(String[]::new)))));
    calls.send("PATCH", "/settings/keypair", Map.of("tx", transaction), json);
  }

  /**
   * Returns the names of transactions with settings in them ({@code GET /tx/list}).
   *
   * @return the names
   * @throws IOException see the class
   */
  public List<String> transactions() throws IOException {
    return Answer.readTexts("GET /tx/list", calls.send("GET", "/tx/list", Map.of(), null));
  }

  /**
   * Returns what a transaction would set ({@code GET /tx}).
   *
   * @param transaction its name
   * @return the settings
   * @throws IOException see the class
   */
  public SettingsTree pending(String transaction) throws IOException {
    return tree("GET /tx", calls.send("GET", "/tx", Map.of("tx", transaction), null));
  }

  /**
   * Forgets a transaction ({@code DELETE /tx}).
   *
   * @param transaction its name
   * @return the keys that it would have set
   * @throws IOException see the class
   */
  public List<SettingKey> forget(String transaction) throws IOException {
    return changed("DELETE", "/tx", transaction);
  }

  /**
   * Makes a transaction's settings live ({@code POST /tx/commit}). Files and services do not change
   * before {@link #apply}.
   *
   * @param transaction its name
   * @return the keys that it set
   * @throws HostApiException with status 422 if the transaction has no settings
   * @throws IOException see the class
   */
  public List<SettingKey> commit(String transaction) throws IOException {
    return changed("POST", "/tx/commit", transaction);
  }

  /**
   * Makes a transaction's settings live and starts to apply them ({@code POST
   * /tx/commit_and_apply}). A Bottlerocket host answers before files are written and services
   * restarted, and does not say what came of it.
   *
   * @param transaction its name
   * @return the keys that it set
   * @throws HostApiException with status 422 if the transaction has no settings
   * @throws IOException see the class
   */
  public List<SettingKey> commitAndApply(String transaction) throws IOException {
    return changed("POST", "/tx/commit_and_apply", transaction);
  }

  private List<SettingKey> changed(String method, String path, String transaction)
      throws IOException {
    String what = method + " " + path;
    String text = calls.send(method, path, Map.of("tx", transaction), null);
    return Answer.keys(what, Answer.readTexts(what, text));
  }

  /**
   * Starts to write the files and restart the services of all settings ({@code POST /tx/apply}).
   *
   * @throws IOException see the class
   */
  public void applyAll() throws IOException {
    calls.send("POST", "/tx/apply", Map.of(), null);
  }

  /**
   * Starts to write the files and restart the services of some settings ({@code POST
   * /tx/apply?keys=}).
   *
   * @param keys the keys
   * @throws IllegalArgumentException if there are no keys
   * @throws IOException see the class
   */
  public void apply(Collection<SettingKey> keys) throws IOException {
    calls.send("POST", "/tx/apply", Map.of("keys", joined(keys)), null);
  }

  /**
   * Says which operating system the host runs ({@code GET /os}).
   *
   * @return the operating system
   * @throws IOException see the class
   */
  public OsInfo os() throws IOException {
    return osInfo(Answer.read("GET /os", calls.send("GET", "/os", Map.of(), null)));
  }

  private static OsInfo osInfo(Answer answer) throws MalformedDataException {
    return new OsInfo(
        answer.text("pretty_name"),
        answer.text("variant_id"),
        answer.text("version_id"),
        answer.text("build_id"),
        answer.text("arch"));
  }

  /**
   * Says which services some settings affect ({@code GET /metadata/affected-services}).
   *
   * @param keys the keys
   * @return names of services by key
   * @throws IllegalArgumentException if there are no keys
   * @throws IOException see the class
   */
  public Map<SettingKey, List<String>> affectedServices(Collection<SettingKey> keys)
      throws IOException {
    String path = "/metadata/affected-services";
    Answer answer =
        Answer.read("GET " + path, calls.send("GET", path, Map.of("keys", joined(keys)), null));
    Map<SettingKey, List<String>> all = new LinkedHashMap<>();
    for (String name : answer.map().entries().keySet()) {
      all.put(Answer.keys("GET " + path, List.of(name)).get(0), answer.texts(name));
    }
    return all;
  }

  /**
   * Returns the templates of some settings ({@code GET /metadata/templates}).
   *
   * @param keys the keys
   * @return values of the metadata {@code template} by key
   * @throws IllegalArgumentException if there are no keys
   * @throws IOException see the class
   */
  public Map<SettingKey, SettingValue> templates(Collection<SettingKey> keys) throws IOException {
    return metadata("/metadata/templates", Map.of("keys", joined(keys)));
  }

  /**
   * Returns the generators of all settings that have one ({@code GET
   * /metadata/setting-generators}).
   *
   * @return values of the metadata {@code setting-generator} by key: a command, or in newer hosts
   *     an object with one
   * @throws IOException see the class
   */
  public Map<SettingKey, SettingValue> settingGenerators() throws IOException {
    return metadata("/metadata/setting-generators", Map.of());
  }

  private Map<SettingKey, SettingValue> metadata(String path, Map<String, String> query)
      throws IOException {
    String what = "GET " + path;
    Answer answer = Answer.read(what, calls.send("GET", path, query, null));
    Map<SettingKey, SettingValue> all = new LinkedHashMap<>();
    for (Map.Entry<String, SettingValue> entry : answer.map().entries().entrySet()) {
      all.put(Answer.keys(what, List.of(entry.getKey())).get(0), entry.getValue());
    }
    return all;
  }

  /**
   * Returns services ({@code GET /services}).
   *
   * @param names the services to return, or none for all
   * @return services by name
   * @throws HostApiException with status 404 if a name is unknown
   * @throws IOException see the class
   */
  public Map<String, ServiceInfo> services(String... names) throws IOException {
    String text = calls.send("GET", "/services", named(names), null);
    return services(Answer.read("GET /services", text));
  }

  private static Map<String, ServiceInfo> services(Answer answer) throws MalformedDataException {
    Map<String, ServiceInfo> all = new LinkedHashMap<>();
    for (Map.Entry<String, Answer> entry : answer.objects().entrySet()) {
      Answer service = entry.getValue();
      all.put(
          entry.getKey(),
          new ServiceInfo(service.texts("configuration-files"), service.texts("restart-commands")));
    }
    return all;
  }

  /**
   * Returns files that are rendered from settings ({@code GET /configuration-files}).
   *
   * @param names the files to return, or none for all
   * @return files by name
   * @throws HostApiException with status 404 if a name is unknown
   * @throws IOException see the class
   */
  public Map<String, ConfigurationFileInfo> configurationFiles(String... names) throws IOException {
    String text = calls.send("GET", "/configuration-files", named(names), null);
    return files(Answer.read("GET /configuration-files", text));
  }

  private static Map<String, ConfigurationFileInfo> files(Answer answer)
      throws MalformedDataException {
    Map<String, ConfigurationFileInfo> all = new LinkedHashMap<>();
    for (Map.Entry<String, Answer> entry : answer.objects().entrySet()) {
      Answer file = entry.getValue();
      all.put(
          entry.getKey(),
          new ConfigurationFileInfo(
              file.text("path"), file.text("template-path"), file.textOrNull("mode")));
    }
    return all;
  }

  private static Map<String, String> named(String... names) {
    return names.length == 0 ? Map.of() : Map.of("names", String.join(",", names));
  }

  static String joined(Collection<SettingKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no keys");
    }
    List<String> names = new ArrayList<>();
    for (SettingKey key : keys) {
      names.add(SettingKey.of("settings").resolve(key).toString());
    }
    return names.stream().sorted().collect(Collectors.joining(","));
  }

  /**
   * Returns the part of the API that is about updates.
   *
   * @return a view of this client
   */
  public HostUpdates updates() {
    return new HostUpdates(calls);
  }

  /**
   * Returns the part of the API that is about reports and disks, and that reboots.
   *
   * @return a view of this client
   */
  public HostOperations operations() {
    return new HostOperations(calls);
  }

  /**
   * Returns the part of the API that runs programs in the host's containers.
   *
   * @return a view of this client
   */
  public HostExec exec() {
    return new HostExec(calls);
  }

  /**
   * Returns what hosts that serve Gantry's API have beyond Bottlerocket's.
   *
   * @return a view of this client
   */
  public HostExtensions extensions() {
    return new HostExtensions(calls);
  }
}
