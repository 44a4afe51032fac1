package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ManagedCognito;
import dev.labelops.operator.aws.cognito.UserPool;

/** What people read when they are invited. */
public final class InvitationText {
  private static final String PORTAL = "{portalUrl}";

  private InvitationText() {}

  /** The user's own text, or a plain one; {@code {portalUrl}} becomes the portal's address. */
  public static UserPool.Invitation of(ManagedCognito settings, PortalUrl portal) {
    return settings.invitation() == null
        ? plain(settings, portal)
        : new UserPool.Invitation(
            settings.invitation().subject().replace(PORTAL, portal.value()),
            settings.invitation().message().replace(PORTAL, portal.value()));
  }

  private static UserPool.Invitation plain(ManagedCognito settings, PortalUrl portal) {
    return new UserPool.Invitation(
        "You're invited by " + settings.organization() + " to work on a labeling project",
        ("Hi,<br><br>%s invites you to work on a labeling project.<br><br>"
                + "Portal: <a href=\"%s\">%s</a><br>"
                + "User name: {username}<br>"
                + "Temporary password: {####}<br><br>"
                + "You choose your own password when you sign in for the first time."
                + " Questions? Write to %s.")
            .formatted(
                escaped(settings.organization()),
                portal.value(),
                portal.value(),
                escaped(settings.contactEmail())));
  }

  /** The mail is HTML. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
