package darkroom;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The walls between the rooms. A new room, or a new arrow, comes with its line in the table here.
 */
class HouseRulesTest {
  private static final String ROOT = "(root)";
  private static final String BUSINESS =
      "catalog, account, credit, task, engine, image, storage, upload, webhook";

  /** What each room may use. The root may use everything, and nobody uses the root. */
  private static final String TABLE =
      """
      config:
      credit:  config
      account: credit, config
      catalog: credit, config
      task:    catalog, account, credit, config
      net:     config
      image:   net, config
      storage: net, config
      engine:  net, image, catalog, task, config
      upload:  image, net, storage, account, catalog, task, config
      webhook: net, task, config
      worker:  BUSINESS, config
      db:      task, account, credit, catalog, engine, upload, webhook, worker, config
      wire:    BUSINESS, config
      http:    wire, BUSINESS, config
      admin:   wire, BUSINESS, config
      """
          .replace("BUSINESS", BUSINESS);

  private static final Map<String, Set<String>> ARROWS = arrows();
  private static final Set<String> WIRE_ROOMS = Set.of("http", "admin");
  private static final Pattern NO_IDEA =
      Pattern.compile(".*(Util|Utils|Manager|Impl|Base|Helper|Common)");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location ->
              location.contains(
                  Darkroom.class.getProtectionDomain().getCodeSource().getLocation().getPath()))
          .importPackages("darkroom");

  @Test
  void every_room_has_its_line_in_the_table() {
    Set<String> rooms =
        HOUSE.stream().map(HouseRulesTest::room).collect(Collectors.toCollection(TreeSet::new));
    rooms.remove(ROOT);

    assertThat(rooms).isEqualTo(new TreeSet<>(ARROWS.keySet()));
  }

  @Test
  void arrows_go_only_as_in_the_table() {
    List<String> broken =
        dependencies()
            .filter(arrow -> !allowed(room(arrow.getOriginClass()), room(arrow.getTargetClass())))
            .map(arrow ->
                line(room(arrow.getOriginClass())) + "\n  broken by " + arrow.getDescription())
            .distinct()
            .toList();

    assertThat(broken).isEmpty();
  }

  @Test
  void rooms_make_no_cycle() {
    var rooms =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            String room = room(type);
            return room.equals(ROOT) || !isOurs(type)
                ? SliceIdentifier.ignore()
                : SliceIdentifier.of(room);
          }

          @Override
          public String getDescription() {
            return "rooms";
          }
        };

    slices().assignedFrom(rooms).should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void an_engine_knows_of_tasks_only_what_it_can_do() {
    List<String> broken =
        dependencies()
            .filter(arrow -> room(arrow.getOriginClass()).equals("engine"))
            .filter(arrow -> room(arrow.getTargetClass()).equals("task"))
            .filter(arrow -> !arrow.getTargetClass().getSimpleName().equals("EngineCapabilities"))
            .map(
                arrow -> line("engine") + " (only EngineCapabilities)\n  " + arrow.getDescription())
            .toList();

    assertThat(broken).isEmpty();
  }

  @Test
  void only_the_root_sees_the_database() {
    check(
        noClasses()
            .that(live(room -> !room.equals("db") && !room.equals(ROOT), "are outside db and root"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("darkroom.db.."));
  }

  @Test
  void only_the_database_room_speaks_sql() {
    check(
        noClasses()
            .that(live(room -> !room.equals("db"), "are outside db"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql.."));
  }

  @Test
  void wire_rooms_know_neither_each_other_nor_the_machinery() {
    for (String room : WIRE_ROOMS) {
      String[] forbidden =
          Stream.concat(
                  WIRE_ROOMS.stream().filter(other -> !other.equals(room)),
                  Stream.of("db", "worker", "net"))
              .map(name -> "darkroom." + name + "..")
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage("darkroom." + room + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(forbidden));
    }
  }

  @Test
  void server_framework_types_stay_in_the_wire() {
    check(
        noClasses()
            .that(
                live(
                    room -> !room.equals("wire") && !WIRE_ROOMS.contains(room),
                    "are outside the wire and its rooms"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.eclipse.jetty..", "jakarta.servlet..", "com.sun.net.httpserver.."));
  }

  @Test
  void clients_to_the_outside_are_built_in_one_room() {
    check(
        noClasses()
            .that(live(room -> !room.equals("net"), "are outside net"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "org.apache.hc.."));
  }

  @Test
  void business_rooms_know_nothing_of_wire_rows_and_workers() {
    Set<String> business = Set.of(BUSINESS.split(", "));

    check(
        noClasses()
            .that(live(business::contains, "are business"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "darkroom.wire..",
                "darkroom.http..",
                "darkroom.admin..",
                "darkroom.db..",
                "darkroom.worker.."));
  }

  @Test
  void every_package_is_null_marked() {
    Set<String> unmarked =
        HOUSE.stream()
            .map(JavaClass::getPackage)
            .filter(room -> !room.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
            .map(room -> room.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unmarked).isEmpty();
  }

  @Test
  void time_chance_and_environment_are_handed_in_by_the_root() {
    check(
        noClasses()
            .that(live(room -> !room.equals(ROOT), "are outside the root"))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(java.time.InstantSource.class, "system")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class));
  }

  @Test
  void nothing_is_deserialised_and_no_class_is_loaded_by_name() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
            .orShould()
            .callMethod(ClassLoader.class, "loadClass", String.class));
  }

  @Test
  void json_never_names_the_class_it_is_read_into() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson.databind.jsontype..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("JsonTypeInfo"));
  }

  @Test
  void every_class_is_named_after_an_idea() {
    check(
        classes()
            .should()
            .haveNameNotMatching(NO_IDEA.pattern())
            .because("Util, Manager, Impl and their kind name no idea"));
  }

  @Test
  void the_client_module_serves_the_command_line_alone() {
    check(
        noClasses()
            .that(live(room -> !room.equals(ROOT), "are outside the root"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("darkroom.client.."));
  }

  @Test
  void the_house_was_really_looked_at() {
    assertThat(HOUSE.size()).isGreaterThan(150);
    assertThat(dependencies().count()).isGreaterThan(500);
    assertThat(allowed("credit", "task")).isFalse();
    assertThat(allowed("credit", ROOT)).isFalse();
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }

  private static Stream<Dependency> dependencies() {
    return HOUSE.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(arrow -> isOurs(arrow.getTargetClass()))
        .filter(arrow -> !room(arrow.getOriginClass()).equals(room(arrow.getTargetClass())));
  }

  private static boolean allowed(String from, String to) {
    return from.equals(ROOT) || ARROWS.getOrDefault(from, Set.of()).contains(to);
  }

  private static DescribedPredicate<JavaClass> live(
      java.util.function.Predicate<String> inRoom, String words) {
    return describe(words, type -> inRoom.test(room(type)));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("darkroom")
        || type.getPackageName().startsWith("darkroom.");
  }

  /** {@code darkroom.engine.builtin} belongs to {@code engine}. */
  private static String room(JavaClass type) {
    List<String> parts = List.of(type.getPackageName().split("\\.", -1));
    return parts.size() < 2 ? ROOT : parts.get(1);
  }

  private static String line(String room) {
    return TABLE
        .lines()
        .filter(line -> line.startsWith(room + ":"))
        .findFirst()
        .orElse(room + ": has no line");
  }

  private static Map<String, Set<String>> arrows() {
    var arrows = new LinkedHashMap<String, Set<String>>();
    for (String line : TABLE.lines().toList()) {
      List<String> parts = new ArrayList<>(List.of(line.split("[:,]\\s*", -1)));
      String room = parts.removeFirst();
      arrows.put(room, Set.copyOf(parts));
    }
    return arrows;
  }
}
