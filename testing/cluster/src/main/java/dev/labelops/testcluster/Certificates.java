package dev.labelops.testcluster;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test cluster. RSA, because every client reads it. */
final class Certificates {

  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X500Name issuer = new X500Name("CN=labelops-testcluster");
  private final KeyPair caKeys = newKeys();
  private final X509Certificate ca = sign(issuer, caKeys, true, null);

  /**
   * A key and its certificate.
   *
   * @param certificate PEM
   * @param key PEM
   */
  record Identity(String certificate, String key) {

    void write(Path certificateFile, Path keyFile) throws IOException {
      Files.writeString(certificateFile, certificate);
      Files.writeString(keyFile, key);
    }
  }

  String caPem() {
    return pem(ca);
  }

  /** The API server's own certificate, for loopback and for the names that pods use. */
  Identity server() {
    GeneralNames names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.dNSName, "kubernetes.default.svc")
            });
    KeyPair keys = newKeys();
    return new Identity(
        pem(sign(new X500Name("CN=kube-apiserver"), keys, false, names)), pem(keys.getPrivate()));
  }

  /**
   * A client certificate.
   *
   * @param subject for example {@code O=system:masters,CN=admin}: groups and user name
   */
  Identity client(String subject) {
    KeyPair keys = newKeys();
    return new Identity(
        pem(sign(new X500Name(subject), keys, false, null)), pem(keys.getPrivate()));
  }

  /** The key pair that signs service account tokens; "certificate" is the bare public key. */
  static Identity serviceAccountIssuer() {
    KeyPair keys = newKeys();
    return new Identity(pem(keys.getPublic()), pem(keys.getPrivate()));
  }

  private X509Certificate sign(
      X500Name subject, KeyPair keys, boolean authority, GeneralNames names) {
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(120, RANDOM),
              Date.from(now.minus(Duration.ofMinutes(5))),
              Date.from(now.plus(VALIDITY)),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (authority) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      } else {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      }
      if (names != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withRSA").build(caKeys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot create a certificate for " + subject, e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write PEM to memory", e);
    }
    return text.toString();
  }
}
