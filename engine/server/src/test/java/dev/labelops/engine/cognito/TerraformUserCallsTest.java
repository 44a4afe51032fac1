package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AliasExistsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GroupType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SchemaAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;

/**
 * The calls of Terraform's AWS provider (internal/service/cognitoidp) for users and groups, for
 * each resource in the order in which it creates, reads, updates, reads, deletes and looks again.
 */
class TerraformUserCallsTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static CognitoIdentityProviderClient cognito;
  private String pool;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    cognito = Clients.of(engine, "eu-west-1").cognito();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void newPool() {
    pool =
        cognito
            .createUserPool(
                b ->
                    b.poolName("people")
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .schema(attribute("team"))
                        .userPoolTags(Map.of("stage", "one")))
            .userPool()
            .id();
  }

  @Test
  void userGroup() {
    cognito.createGroup(b -> b.userPoolId(pool).groupName("g").description("First").precedence(1));
    assertThat(group().description()).isEqualTo("First");
    cognito.updateGroup(b -> b.userPoolId(pool).groupName("g").description("Second"));
    assertThat(group().description()).isEqualTo("Second");
    assertThat(group().precedence()).as("not sent, not changed").isEqualTo(1);
    assertThat(group().lastModifiedDate()).isAfterOrEqualTo(group().creationDate());
    cognito.deleteGroup(b -> b.userPoolId(pool).groupName("g"));
    assertThatThrownBy(this::group).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> cognito.updateGroup(b -> b.userPoolId(pool).groupName("g")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private GroupType group() {
    return cognito.getGroup(b -> b.userPoolId(pool).groupName("g")).group();
  }

  @Test
  void user() {
    String ann = "ann@example.com";
    cognito.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(ann)
                .messageAction(MessageActionType.SUPPRESS)
                .userAttributes(value("email", ann), value("custom:team", "red")));
    cognito.adminDisableUser(b -> b.userPoolId(pool).username(ann));
    cognito.adminSetUserPassword(
        b -> b.userPoolId(pool).username(ann).password("Permanent-1").permanent(true));
    var created = cognito.adminGetUser(b -> b.userPoolId(pool).username(ann));
    assertThat(created.userStatus()).isEqualTo(UserStatusType.CONFIRMED);
    assertThat(created.enabled()).isFalse();

    cognito.adminUpdateUserAttributes(
        b -> b.userPoolId(pool).username(ann).userAttributes(value("name", "Ann")));
    cognito.adminDeleteUserAttributes(
        b -> b.userPoolId(pool).username(ann).userAttributeNames("custom:team"));
    cognito.adminEnableUser(b -> b.userPoolId(pool).username(ann));
    cognito.adminSetUserPassword(
        b -> b.userPoolId(pool).username(ann).password("Temporary-1").permanent(false));
    var updated = cognito.adminGetUser(b -> b.userPoolId(pool).username(ann));
    assertThat(updated.userStatus()).isEqualTo(UserStatusType.FORCE_CHANGE_PASSWORD);
    assertThat(updated.enabled()).isTrue();
    assertThat(updated.userAttributes())
        .contains(value("name", "Ann"), value("email", ann))
        .extracting(AttributeType::name)
        .doesNotContain("custom:team");

    cognito.adminDeleteUser(b -> b.userPoolId(pool).username(ann));
    assertThatThrownBy(() -> cognito.adminGetUser(b -> b.userPoolId(pool).username(ann)))
        .isInstanceOf(UserNotFoundException.class);
  }

  @Test
  void attributesThatCannotBe() {
    invite("ann@example.com");
    invite("bob@example.com");
    assertThatThrownBy(() -> update("ann@example.com", "custom:unheard", "x"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("custom:unheard: Attribute does not exist in the schema");
    assertThatThrownBy(() -> update("ann@example.com", "sub", "x"))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> update("ann@example.com", "email", "nobody"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Invalid email address format");
    assertThatThrownBy(() -> update("ann@example.com", "email", "bob@example.com"))
        .isInstanceOf(AliasExistsException.class);

    update("ann@example.com", "email_verified", "true");
    update("ann@example.com", "email", "anna@example.com");
    assertThat(
            cognito
                .adminGetUser(b -> b.userPoolId(pool).username("anna@example.com"))
                .userAttributes())
        .as("found by the new address, which nobody verified")
        .contains(value("email", "anna@example.com"), value("email_verified", "false"));
    assertThatThrownBy(
            () -> cognito.adminGetUser(b -> b.userPoolId(pool).username("ann@example.com")))
        .isInstanceOf(UserNotFoundException.class);
  }

  private void update(String user, String name, String text) {
    cognito.adminUpdateUserAttributes(
        b -> b.userPoolId(pool).username(user).userAttributes(value(name, text)));
  }

  @Test
  void userInGroup() {
    cognito.createGroup(b -> b.userPoolId(pool).groupName("g"));
    invite("ann@example.com");
    String ann = "ann@example.com";
    cognito.adminAddUserToGroup(b -> b.userPoolId(pool).groupName("g").username(ann));
    assertThat(
            cognito.adminListGroupsForUserPaginator(b -> b.userPoolId(pool).username(ann)).groups())
        .extracting(GroupType::groupName)
        .containsExactly("g");
    cognito.adminRemoveUserFromGroup(b -> b.userPoolId(pool).groupName("g").username(ann));
    assertThat(cognito.adminListGroupsForUser(b -> b.userPoolId(pool).username(ann)).groups())
        .isEmpty();
    cognito.adminDeleteUser(b -> b.userPoolId(pool).username(ann));
    assertThatThrownBy(() -> cognito.adminListGroupsForUser(b -> b.userPoolId(pool).username(ann)))
        .isInstanceOf(UserNotFoundException.class);
  }

  private void invite(String address) {
    cognito.adminCreateUser(
        b -> b.userPoolId(pool).username(address).messageAction(MessageActionType.SUPPRESS));
  }

  private static AttributeType value(String name, String value) {
    return AttributeType.builder().name(name).value(value).build();
  }

  private static SchemaAttributeType attribute(String name) {
    return SchemaAttributeType.builder()
        .name(name)
        .attributeDataType("String")
        .mutable(true)
        .build();
  }
}
