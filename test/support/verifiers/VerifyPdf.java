import java.io.File;
import java.nio.file.Files;
import java.security.Security;
import java.util.Collection;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/** Prints one line for each signature of each file: file, field kind, whether it verifies, whether its timestamp does. */
public class VerifyPdf {
    public static void main(String[] files) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        for (String file : files) {
            byte[] bytes = Files.readAllBytes(new File(file).toPath());
            try (PDDocument document = PDDocument.load(bytes)) {
                for (PDSignature signature : document.getSignatureDictionaries()) report(file, bytes, signature);
            }
        }
    }

    private static void report(String file, byte[] bytes, PDSignature signature) throws Exception {
        byte[] contents = signature.getContents(bytes);
        byte[] covered = signature.getSignedContent(bytes);
        String kind = signature.getSubFilter();
        boolean valid = false;
        String stamp = "none";
        try {
        if ("ETSI.RFC3161".equals(kind)) {
            TimeStampToken token = new TimeStampToken(new CMSSignedData(contents));
            valid = stampVerifies(token, covered);
            stamp = "itself";
        } else {
            CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(covered), contents);
            SignerInformation signer = cms.getSignerInfos().iterator().next();
            valid = verifies(cms.getCertificates(), signer);
            stamp = String.valueOf(stampOf(signer));
        }
        } catch (CMSException | TSPException refused) {
            valid = false;
        }
        System.out.println(String.join("\t", file, kind, String.valueOf(valid), stamp));
    }

    private static boolean stampOf(SignerInformation signer) throws Exception {
        var attribute = signer.getUnsignedAttributes().get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
        var encoded = attribute.getAttrValues().getObjectAt(0).toASN1Primitive().getEncoded();
        return stampVerifies(new TimeStampToken(new CMSSignedData(encoded)), signer.getSignature());
    }

    private static boolean stampVerifies(TimeStampToken token, byte[] stamped) throws Exception {
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(stamped);
        boolean same = java.util.Arrays.equals(digest, token.getTimeStampInfo().getMessageImprintDigest());
        X509CertificateHolder holder =
                (X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next();
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(holder));
        return same;
    }

    private static boolean verifies(Store<X509CertificateHolder> store, SignerInformation signer) throws Exception {
        Collection<X509CertificateHolder> found = store.getMatches(signer.getSID());
        return signer.verify(
                new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(found.iterator().next()));
    }
}
