package dev.labelops.engine.cognito.mail;

import dev.labelops.engine.EngineSettings.Smtp;
import dev.labelops.engine.cognito.Mailer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** Sends through a mail server. */
public final class SmtpMailer implements Mailer {
  private static final String TIMEOUT_MILLIS = "10000";

  private final Smtp smtp;
  private final Session session;

  public SmtpMailer(Smtp smtp) {
    this.smtp = smtp;
    this.session = Session.getInstance(properties(smtp));
  }

  @Override
  public Delivery send(Mail mail) {
    try {
      MimeMessage message = new MimeMessage(session);
      message.setFrom(new InternetAddress(smtp.from()));
      message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
      message.setSubject(mail.subject(), "UTF-8");
      boolean html = mail.body().contains("<") && mail.body().contains("</");
      message.setText(mail.body(), "UTF-8", html ? "html" : "plain");
      deliver(message);
      return new Delivery.HandedOver();
    } catch (MessagingException e) {
      return new Delivery.Failed(String.valueOf(e.getMessage()));
    }
  }

  private void deliver(MimeMessage message) throws MessagingException {
    String login = smtp.server().getUserInfo();
    if (login == null) {
      Transport.send(message);
      return;
    }
    int colon = login.indexOf(':');
    Transport.send(message, login.substring(0, colon), login.substring(colon + 1));
  }

  private static Properties properties(Smtp smtp) {
    String protocol = smtp.server().getScheme();
    String prefix = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty("mail.transport.protocol.rfc822", protocol);
    properties.setProperty(prefix + "host", smtp.server().getHost());
    properties.setProperty(prefix + "port", String.valueOf(smtp.server().getPort()));
    properties.setProperty(prefix + "auth", String.valueOf(smtp.server().getUserInfo() != null));
    properties.setProperty(prefix + "starttls.enable", "true");
    properties.setProperty(prefix + "connectiontimeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "timeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "writetimeout", TIMEOUT_MILLIS);
    return properties;
  }
}
