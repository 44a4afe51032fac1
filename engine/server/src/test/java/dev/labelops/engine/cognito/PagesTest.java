package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GroupType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;

/** Lists that change while they are read, and what is refused when people are invited. */
class PagesTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static CognitoIdentityProviderClient cognito;
  private static String pool;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    cognito = Clients.of(engine, "eu-west-1").cognito();
    pool =
        cognito
            .createUserPool(b -> b.poolName("p").usernameAttributes(UsernameAttributeType.EMAIL))
            .userPool()
            .id();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void everybodyIsFoundByWhoDeletesWhileListing() {
    for (int i = 0; i < 7; i++) {
      invite("user" + i + "@example.com");
    }
    List<String> deleted = new ArrayList<>();
    for (var page : cognito.listUsersPaginator(b -> b.userPoolId(pool).limit(2))) {
      for (UserType user : page.users()) {
        cognito.adminDeleteUser(b -> b.userPoolId(pool).username(user.username()));
        deleted.add(user.username());
      }
    }
    assertThat(deleted).hasSize(7);
    assertThat(cognito.listUsers(b -> b.userPoolId(pool)).users()).isEmpty();
  }

  @Test
  void aLimitOfZeroIsNoLimitAndANonsenseTokenIsRefused() {
    cognito.createGroup(b -> b.userPoolId(pool).groupName("g"));
    assertThat(cognito.listGroups(b -> b.userPoolId(pool).limit(0)).groups())
        .extracting(GroupType::groupName)
        .containsExactly("g");
    assertThatThrownBy(() -> cognito.listGroups(b -> b.userPoolId(pool).nextToken("bm9uc2Vuc2U")))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void onlyAnAddressThatMailCanReachIsInvited() {
    for (String address : List.of("a@", "a@b", "a@b@example.com")) {
      assertThatThrownBy(() -> invite(address))
          .as(address)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("Invalid email address format.");
    }
  }

  private static void invite(String address) {
    cognito.adminCreateUser(
        b -> b.userPoolId(pool).username(address).messageAction(MessageActionType.SUPPRESS));
  }
}
