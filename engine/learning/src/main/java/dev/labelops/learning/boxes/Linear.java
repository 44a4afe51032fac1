package dev.labelops.learning.boxes;

import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/** Dense linear algebra on row-major arrays, by OpenBLAS. */
final class Linear {
  private Linear() {}

  /** a (rows x inner) times b (inner x columns). */
  static float[] multiply(float[] a, float[] b, int rows, int inner, int columns) {
    float[] product = new float[rows * columns];
    if (rows > 0) {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          openblas.CblasNoTrans,
          rows,
          columns,
          inner,
          1,
          a,
          inner,
          b,
          columns,
          0,
          product,
          columns);
    }
    return product;
  }

  /** Transposed a (rows x left) times b (rows x right): left x right. */
  static float[] multiplyTransposed(float[] a, float[] b, int rows, int left, int right) {
    float[] product = new float[left * right];
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        left,
        right,
        rows,
        1,
        a,
        left,
        b,
        right,
        0,
        product,
        right);
    return product;
  }

  /** a (rows x inner) times its transpose: rows x rows. */
  static float[] gram(float[] a, int rows, int inner) {
    float[] product = new float[rows * rows];
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        rows,
        rows,
        inner,
        1,
        a,
        inner,
        a,
        inner,
        0,
        product,
        rows);
    return product;
  }

  /** Eigenvalues, smallest first; the symmetric matrix becomes the eigenvectors, one per column. */
  static float[] eigen(float[] symmetric, int size) {
    float[] values = new float[size];
    check(
        openblas.LAPACKE_ssyevd(
            openblas.LAPACK_ROW_MAJOR, (byte) 'V', (byte) 'U', size, symmetric, size, values),
        "eigenvectors");
    return values;
  }

  /** x of matrix (size x size, positive definite) times x = right (size x columns). */
  static float[] solve(float[] matrix, float[] right, int size, int columns) {
    float[] solution = Arrays.copyOf(right, right.length);
    check(
        openblas.LAPACKE_sposv(
            openblas.LAPACK_ROW_MAJOR,
            (byte) 'U',
            size,
            columns,
            matrix.clone(),
            size,
            solution,
            columns),
        "linear equations");
    return solution;
  }

  private static void check(int info, String what) {
    if (info != 0) {
      throw new IllegalStateException("LAPACK found no " + what + " (info " + info + ").");
    }
  }
}
