// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static dev.gantry.tuf.RepositorySimulator.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** TUF 5.6.7. */
class DelegationSearchTest {
  private static final String STOP = "!";

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    // One level down: what is beside the store belongs to this test alone.
    host = new TestHost(repository, directory.resolve("store"));
  }

  /** Edges "from>to pattern", with "!" after the name of a terminating role; the order visited. */
  static Stream<Arguments> graphs() {
    return Stream.of(
        graph("A", "targets>A *"),
        graph("A B C", "targets>A *", "targets>B *", "targets>C *"),
        graph("A C B", "targets>A *", "targets>B *", "A>C *"),
        graph("A C D B", "targets>A *", "targets>B *", "A>C *", "C>D *"),
        graph("A B C D E F", "targets>A *", "A>B *", "A>C *", "C>D *", "targets>E *", "E>F *"),
        graph("A", "targets>A! *", "targets>B *"),
        graph("A B", "targets>A *", "targets>B! *", "targets>C *"),
        graph("A C", "targets>A *", "targets>B *", "A>C! *", "A>D *"),
        graph("A C D", "targets>A! *", "A>C *", "A>D *", "targets>B *"),
        graph("A C", "targets>B x*", "targets>A *", "A>D y*", "A>C ?ile"),
        graph("", "targets>A! x*", "targets>B nothing"),
        graph("B", "targets>A! x*", "targets>B *"),
        graph("A B", "targets>A *", "A>B *", "B>A *"),
        graph("A", "targets>A *", "A>A *"),
        graph("A C B", "targets>A *", "targets>B *", "A>C *", "B>C *"),
        // Names that look like numbers keep their place (CVE-2024-47534, tuf-js).
        graph(
            "9 10 8 1 0 11 2 7 3 6 4 5",
            IntStream.of(9, 10, 8, 1, 0, 11, 2, 7, 3, 6, 4, 5)
                .mapToObj(i -> "targets>" + i + " *")
                .toArray(String[]::new)));
  }

  private static Arguments graph(String order, String... edges) {
    return Arguments.of(order.isEmpty() ? List.of() : List.of(order.split(" ")), List.of(edges));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void spec_5_6_7_visitsRolesInPreOrder(List<String> order, List<String> edges) throws IOException {
    build(edges);
    TrustedView view = TestHost.inMemory(repository).refresh();
    int before = repository.metadataRequests().size();
    assertEquals(Optional.empty(), view.find(TargetPath.of("file")));
    assertEquals(order, requestedRoles(before));
    assertEquals(Optional.empty(), view.find(TargetPath.of("file")));
    assertEquals(order, requestedRoles(before), "verified roles are not fetched again");
  }

  /** The first role in the order of the search wins; roles after it are not even requested. */
  @ParameterizedTest
  @MethodSource("graphs")
  void spec_5_6_7_firstRoleThatListsTheTargetWins(List<String> order, List<String> edges)
      throws IOException {
    for (int i = 0; i < order.size(); i++) {
      RepositorySimulator fresh = new RepositorySimulator();
      build(fresh, edges);
      for (String later : order.subList(i, order.size())) {
        fresh.addTarget(role(fresh, later), "file", later);
      }
      fresh.release();
      TestHost other = TestHost.inMemory(fresh);
      Target found = other.refresh().require(TargetPath.of("file"));
      assertEquals(order.get(i), found.roleName());
      assertEquals(RepositorySimulator.utf8(order.get(i)), other.client().read(found, 100));
      assertFalse(
          order.subList(i + 1, order.size()).stream()
              .anyMatch(later -> fresh.metadataRequests().contains("2." + later + ".json")));
    }
  }

  private void build(List<String> edges) {
    build(repository, edges);
    repository.release();
  }

  private static void build(RepositorySimulator into, List<String> edges) {
    for (String edge : edges) {
      String[] parts = edge.split("[> ]", -1);
      boolean terminating = parts[1].endsWith(STOP);
      into.delegated.computeIfAbsent(parts[1].replace(STOP, ""), RepositorySimulator::emptyTargets);
      into.delegate(role(into, parts[0]), parts[1].replace(STOP, ""), terminating, parts[2]);
    }
  }

  private static ObjectNode role(RepositorySimulator from, String name) {
    return name.equals("targets")
        ? from.targets
        : from.delegated.computeIfAbsent(name, RepositorySimulator::emptyTargets);
  }

  private List<String> requestedRoles(int before) {
    List<String> all = repository.metadataRequests();
    return all.subList(before, all.size()).stream()
        .map(name -> name.substring(2, name.length() - ".json".length()))
        .toList();
  }

  @Test
  void spec_5_6_7_topLevelRoleComesFirst() throws IOException {
    ObjectNode role = repository.delegate(repository.targets, "role", true, "*");
    repository.addTarget(role, "file", "delegated").addTarget("file", "top").release();
    assertEquals("targets", host.refresh().require(TargetPath.of("file")).roleName());
    assertFalse(repository.metadataRequests().contains("2.role.json"));
  }

  @Test
  void spec_5_6_7_everyRoleOfTheChainMustBeTrustedWithThePath() throws IOException {
    ObjectNode outer = repository.delegate(repository.targets, "outer", false, "dir/*");
    ObjectNode inner = repository.delegate(outer, "inner", false, "*", "*/*");
    repository.addTarget(inner, "file", "not for inner").addTarget(inner, "dir/file", "fine");
    repository.release();
    TrustedView view = host.refresh();
    assertEquals(Optional.empty(), view.find(TargetPath.of("file")));
    assertEquals("inner", view.require(TargetPath.of("dir/file")).roleName());
    TargetNotFoundException e =
        assertThrows(TargetNotFoundException.class, () -> view.require(TargetPath.of("dir/other")));
    assertEquals("dir/other", e.path());
  }

  @Test
  void spec_5_6_7_aRoleDoesNotVouchForPathsThatItIsNotTrustedWith() throws IOException {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "mine/*");
    repository.addTarget(role, "yours/file", "evil").release();
    assertEquals(Optional.empty(), host.refresh().find(TargetPath.of("yours/file")));
  }

  @Test
  void spec_5_6_7_1_boundsTheRolesVisited() throws IOException {
    List<String> edges = new ArrayList<>();
    IntStream.range(0, 40).forEach(i -> edges.add("targets>r" + i + " *"));
    build(edges);
    host.limits = TufLimits.builder().delegationsVisited(5).build();
    TrustedView view = host.refresh();
    LimitExceededException e =
        assertThrows(LimitExceededException.class, () -> view.find(TargetPath.of("file")));
    assertEquals(5, e.limit());
    assertEquals(6, e.requested());
    assertEquals(4, requestedRoles(repository.metadataRequests().size() - 4).size());
  }

  @Test
  void aVeryDeepChainIsFollowedUpToTheLimit() throws IOException {
    List<String> edges = new ArrayList<>();
    edges.add("targets>r0 *");
    IntStream.range(0, 60).forEach(i -> edges.add("r" + i + ">r" + (i + 1) + " *"));
    build(repository, edges);
    repository.addTarget(role(repository, "r60"), "file", "deep").release();
    host.limits = TufLimits.builder().delegationsVisited(62).build();
    assertEquals("r60", host.refresh().require(TargetPath.of("file")).roleName());
    host.limits = TufLimits.builder().delegationsVisited(61).build();
    TrustedView view = host.refresh();
    assertThrows(LimitExceededException.class, () -> view.find(TargetPath.of("file")));
  }

  @Test
  void pathHashPrefixesAreMatchedAgainstTheHashOfThePath() throws IOException {
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8("some/file"));
    String other = hash.startsWith("0") ? "1" : "0";
    byHash("no", other);
    byHash("yes", other, hash.substring(0, 3));
    repository.addTarget(role(repository, "no"), "some/file", "wrong");
    repository.addTarget(role(repository, "yes"), "some/file", "right").release();
    assertEquals("yes", host.refresh().require(TargetPath.of("some/file")).roleName());
    assertFalse(repository.metadataRequests().contains("2.no.json"));
  }

  private ObjectNode byHash(String name, String... prefixes) {
    TestKey key = TestKey.of("delegated " + name);
    ObjectNode entry = repository.delegationEntry(repository.targets, name, key);
    entry.put("terminating", false);
    ArrayNode list = entry.putArray("path_hash_prefixes");
    Stream.of(prefixes).forEach(list::add);
    role(repository, name);
    return entry;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 8, 14, 32})
  void tap15_succinctRolesFindTheBinOfAPath(int bitLength) throws IOException {
    String path = "some/file";
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8(path));
    long number = Long.parseLong(hash.substring(0, 8), 16) >>> (32 - bitLength);
    int digits = Long.toHexString((1L << bitLength) - 1).length();
    String bin = String.format(java.util.Locale.ROOT, "bin-%0" + digits + "x", number);
    succinct(bitLength);
    repository.signers.put(bin, List.of(TestKey.of("bins")));
    repository.addTarget(role(repository, bin), path, "content").release();
    assertEquals(bin, host.refresh().require(TargetPath.of(path)).roleName());
  }

  private ObjectNode succinct(int bitLength) {
    ObjectNode delegations = repository.targets.putObject("delegations");
    TestKey key = TestKey.of("bins");
    delegations.putObject("keys").set(key.id(), key.json());
    ObjectNode bins = delegations.putObject("succinct_roles");
    bins.putArray("keyids").add(key.id());
    bins.put("threshold", 1).put("bit_length", bitLength).put("name_prefix", "bin");
    return bins;
  }

  /** go-tuf #716. */
  @ParameterizedTest
  @ValueSource(ints = {0, 33, -1})
  void tap15_bitLengthIsChecked(int bitLength) {
    succinct(bitLength);
    repository.release();
    assertEquals(
        "signed.delegations.succinct_roles.bit_length",
        host.refuses(MalformedDataException.class).field());
  }

  @Test
  void tap15_succinctRolesExcludeRoles() {
    succinct(4);
    ((ObjectNode) repository.targets.get("delegations")).putArray("roles");
    repository.release();
    assertEquals("signed.delegations.roles", host.refuses(MalformedDataException.class).field());
  }

  // Delegated roles are held to the checks of top-level targets (CVE-2026-6967).

  private ObjectNode oneRole() {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "*");
    repository.addTarget(role, "file", "content");
    return role;
  }

  private <T extends GantryException> T refusesSearch(Class<T> type) throws IOException {
    TrustedView view = host.refresh();
    T e = assertThrows(type, () -> view.find(TargetPath.of("file")));
    assertFalse(host.keptNames().contains("role.json"));
    return e;
  }

  @Test
  void cve_2026_6967_expiredDelegatedRoleIsRefused() throws IOException {
    oneRole().put("expires", NOW.toString());
    repository.release();
    ExpiredMetadataException e = refusesSearch(ExpiredMetadataException.class);
    assertEquals("role", e.roleName());
    assertEquals("5.6.5", e.section());
  }

  @Test
  void cve_2026_6967_delegatedRoleWithAnotherDigestIsRefused() throws IOException {
    oneRole();
    repository.release();
    byte[] raw = repository.bytes("2.role.json").toByteArray();
    raw[0] = ' ';
    repository.put("2.role.json", Bytes.of(raw));
    refusesSearch(DigestMismatchException.class);
  }

  @Test
  void cve_2026_6967_delegatedRoleOfAnotherLengthIsRefused() throws IOException {
    oneRole();
    repository.release();
    byte[] raw = repository.bytes("2.role.json").toByteArray();
    repository.put("2.role.json", Bytes.of(raw, 0, raw.length - 1));
    refusesSearch(LengthMismatchException.class);
  }

  @Test
  void delegatedRoleOfAnotherVersionIsRefused() throws IOException {
    ObjectNode role = oneRole();
    repository.listHashes = false;
    repository.release();
    RepositorySimulator.bump(role);
    repository.put("2.role.json", repository.serve("role", role));
    VersionMismatchException e = refusesSearch(VersionMismatchException.class);
    assertEquals(3, e.foundVersion());
    assertEquals(2, e.expectedVersion());
  }

  @Test
  void delegatedRoleSignedByAnotherKeyIsRefused() throws IOException {
    oneRole();
    repository.signers.put("role", List.of(TestKey.of("targets")));
    repository.release();
    SignatureThresholdException e = refusesSearch(SignatureThresholdException.class);
    assertEquals("role", e.roleName());
    assertEquals("targets", e.delegator());
  }

  /** CVE-2026-6966. */
  @Test
  void cve_2026_6966_repeatedSignatureOfADelegatedRoleIsRefused() throws IOException {
    oneRole();
    TestKey key = TestKey.of("delegated role");
    repository.signers.put("role", List.of(key, key));
    repository.release();
    refusesSearch(MalformedDataException.class);
  }

  @Test
  void delegatedRoleThatIsMissingEndsTheSearch() throws IOException {
    oneRole();
    repository.delegate(repository.targets, "later", false, "*");
    repository.release();
    repository.metadata.remove("2.role.json");
    refusesSearch(FetchNotFoundException.class);
    assertFalse(repository.metadataRequests().contains("2.later.json"));
  }

  @Test
  void roleThatTheSnapshotDoesNotListIsNotRequested() throws IOException {
    oneRole();
    repository.delegated.remove("role");
    repository.release();
    UnlistedRoleException e = refusesSearch(UnlistedRoleException.class);
    assertEquals("role", e.roleName());
    assertEquals(2, e.snapshotVersion());
    assertTrue(requestedRoles(0).stream().noneMatch("role"::equals));
  }

  /** python-tuf #2977, go-tuf #759: trust by one delegator said something about another's. */
  @Test
  void roleReachedByTwoDelegatorsIsVerifiedForEach() throws IOException {
    ObjectNode left = repository.delegate(repository.targets, "left", false, "left/*");
    ObjectNode right = repository.delegate(repository.targets, "right", false, "right/*");
    ObjectNode shared = repository.delegate(left, "shared", false, "*/*");
    ObjectNode entry = repository.delegationEntry(right, "shared", TestKey.of("another"));
    entry.put("terminating", false).putArray("paths").add("*/*");
    repository.addTarget(shared, "left/file", "1").addTarget(shared, "right/file", "2");
    repository.release();
    TrustedView view = host.refresh();
    assertEquals("shared", view.require(TargetPath.of("left/file")).roleName());
    SignatureThresholdException e =
        assertThrows(
            SignatureThresholdException.class, () -> view.find(TargetPath.of("right/file")));
    assertEquals("right", e.delegator());
    assertEquals("shared", view.require(TargetPath.of("left/file")).roleName());
  }

  // What is kept

  @Test
  void delegatedRoleIsKeptAndReused() throws IOException {
    oneRole();
    repository.release();
    host.refresh().require(TargetPath.of("file"));
    host.assertKept("role.json", repository.bytes("2.role.json"));
    TrustedView view = host.refresh();
    int before = repository.metadataRequests().size();
    view.require(TargetPath.of("file"));
    assertEquals(before, repository.metadataRequests().size());
    Files.write(host.file("role.json"), new byte[] {'{'});
    host.refresh().require(TargetPath.of("file"));
    host.assertKept("role.json", repository.bytes("2.role.json"));
  }

  /** CVE-2021-41131, CVE-2021-41150: the name of a role is no path. */
  @ParameterizedTest
  @ValueSource(
      strings = {"?", "#", "/role", "../role", "..", ".", "a/../../b", "%2F", "con", "Root", "ä"})
  void unusualRoleNamesStayInsideTheStore(String name) throws IOException {
    ObjectNode role = repository.delegate(repository.targets, name, false, "*");
    repository.addTarget(role, "file", "content").release();
    assertEquals(name, host.refresh().require(TargetPath.of("file")).roleName());
    assertEquals(5, host.keptNames().size());
    try (Stream<Path> beside = Files.list(Objects.requireNonNull(host.directory.getParent()))) {
      assertEquals(List.of(host.directory), beside.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", ""})
  void namesOfTopLevelRolesCannotBeDelegated(String name) {
    repository.delegationEntry(repository.targets, name, TestKey.of("x")).put("terminating", true);
    repository.delegationEntry(repository.targets, "fine", TestKey.of("x"));
    repository.release();
    assertEquals(
        "signed.delegations.roles[].name", host.refuses(MalformedDataException.class).field());
  }

  @Test
  void roleNamesAreBoundedAndDistinct() {
    repository.delegate(repository.targets, "x".repeat(201), false, "*");
    assertRefused("signed.delegations.roles[].name", "x".repeat(201));
    repository.delegate(repository.targets, "twice", false, "*");
    repository.delegate(repository.targets, "twice", false, "*");
    assertRefused("signed.delegations.roles[].name", "twice");
  }

  private void assertRefused(String field, String name) {
    repository.delegated.remove(name);
    repository.release();
    assertEquals(field, host.refuses(MalformedDataException.class).field());
    repository.targets.remove("delegations");
  }

  @Test
  void pathsAndHashPrefixesExcludeEachOther() {
    byHash("role", "00").putArray("paths").add("*");
    repository.release();
    assertEquals(
        "signed.delegations.roles[].paths", host.refuses(MalformedDataException.class).field());
  }
}
