// The channel loops, compiled once for each instruction set: the including file says which by kWidth (floats
// a vector) and kRows (rows of a product's tile), and keeps everything in a namespace of its own. It includes
// nothing whose inline functions could leave this file compiled for the wrong processor.

typedef float Vector __attribute__((vector_size(4 * kWidth)));
typedef float LooseVector __attribute__((vector_size(4 * kWidth), aligned(4), may_alias));

inline Vector load(const float* p) {
  return *reinterpret_cast<const LooseVector*>(p);
}
inline void store(float* p, Vector v) {
  *reinterpret_cast<LooseVector*>(p) = v;
}
inline Vector all(float value) {
  return Vector{} + value;
}

// ---- products ----

constexpr Index kPanel = 2 * kWidth;
constexpr Index kBlockFloats = 8192;  // of the right side that are used for all rows before the next ones

Index packedSize(Index taps, Index depth, Index columns) {
  return taps * depth * columns;
}

/// Panels of kPanel columns, the last one possibly half as wide; within a panel row by row.
void pack(const float* b, Index taps, Index depth, Index columns, float* packed) {
  const Index rows = taps * depth;
  for (Index first = 0; first < columns; first += kPanel) {
    const Index width = columns - first < kPanel ? columns - first : kPanel;
    for (Index row = 0; row < rows; ++row)
      for (Index column = 0; column < width; column += kWidth, packed += kWidth)
        store(packed, load(b + row * columns + first + column));
  }
}

/// A part of the sum over taps and depth, whose piece of the right side stays in the first cache.
struct Block {
  Index firstTap, lastTap, firstDepth, lastDepth;
  bool first;  ///< of its result, which is added to afterwards
};

/// Rows x (Vectors * kWidth) of the result; the sums stay in registers over the whole block.
template <int Rows, int Vectors>
void productTile(const Product& p, const Block& block, const float* a, const float* b, float* c) {
  Vector sum[Rows][Vectors] = {};
  for (Index tap = block.firstTap; tap < block.lastTap; ++tap) {
    const float* row[Rows];
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) row[r] = a + p.offsets[tap] + r * p.rowStride;
    for (Index k = block.firstDepth; k < block.lastDepth; ++k, b += Vectors * kWidth) {
      Vector right[Vectors];
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) right[v] = load(b + v * kWidth);
#pragma GCC unroll 16
      for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) sum[r][v] += row[r][k] * right[v];
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) {
      float* out = c + r * p.cStride + v * kWidth;
      store(out, block.first ? sum[r][v] : load(out) + sum[r][v]);
    }
}

template <int Rows, int Vectors>
void productRows(int rows, const Product& p, const Block& block, const float* a, const float* b, float* c) {
  if (rows == Rows)
    productTile<Rows, Vectors>(p, block, a, b, c);
  else if constexpr (Rows > 1)
    productRows<Rows - 1, Vectors>(rows, p, block, a, b, c);
}

/// All rows of a panel's columns. @param b the block's piece of the panel
void productPanel(const Product& p, const Block& block, Index first, Index width, const float* b) {
  const Index tiles = (p.rows + kRows - 1) / kRows;
  Index row = 0;
  for (Index tile = 0; tile < tiles; ++tile) {
    const int rows = int((p.rows - row + tiles - tile - 1) / (tiles - tile));  // nearly equal shares
    const float* a = p.a + row * p.rowStride;
    float* c = p.c + row * p.cStride + first;
    if (width == kPanel)
      productRows<kRows, 2>(rows, p, block, a, b, c);
    else
      productRows<kRows, 1>(rows, p, block, a, b, c);
    row += rows;
  }
}

void product(const Product& p) {
  const float* b = p.b;
  for (Index first = 0; first < p.columns; first += kPanel) {
    const Index width = p.columns - first < kPanel ? p.columns - first : kPanel;
    const Index most = kBlockFloats / width;  // of depth, all taps together
    const Index taps = p.depth < most ? most / p.depth : 1, depth = p.depth < most ? p.depth : most;
    for (Index tap = 0; tap < p.taps; tap += taps)
      for (Index k = 0; k < p.depth; k += depth) {
        const Block block{tap, tap + taps < p.taps ? tap + taps : p.taps, k,
                          k + depth < p.depth ? k + depth : p.depth, tap == 0 && k == 0};
        productPanel(p, block, first, width, b);
        b += (block.lastTap - block.firstTap) * (block.lastDepth - block.firstDepth) * width;
      }
  }
}

// ---- Winograd ----

// Points 0, +-kA, +-kB and infinity: closer together than +-1, +-2, they lose less precision.
constexpr float kA = 0.625f, kB = 1.5f, kA2 = kA * kA, kB2 = kB * kB;

inline void inputLine4(const Vector* d, Index step, Vector* out) {
  const Vector d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step];
  const Vector evenA = d4 - kB2 * d2, oddA = kA * (d3 - kB2 * d1);
  const Vector evenB = d4 - kA2 * d2, oddB = kB * (d3 - kA2 * d1);
  out[0] = kA2 * kB2 * d[0] - (kA2 + kB2) * d2 + d4;
  out[1] = evenA + oddA;
  out[2] = evenA - oddA;
  out[3] = evenB + oddB;
  out[4] = evenB - oddB;
  out[5] = kA2 * kB2 * d1 - (kA2 + kB2) * d3 + d[5 * step];
}

inline void inputLine2(const Vector* d, Index step, Vector* out) {
  out[0] = d[0] - d[2 * step];
  out[1] = d[step] + d[2 * step];
  out[2] = d[2 * step] - d[step];
  out[3] = d[step] - d[3 * step];
}

inline void inputLineEnlarged(const Vector* d, Index step, Vector* out) {
  out[0] = d[0] - d[step];
  out[1] = d[step];
  out[2] = d[2 * step] - d[step];
}

template <int Side, void (*Line)(const Vector*, Index, Vector*)>
void input(const float* const* pixels, Index channels, float* v, Index positionStride) {
  for (Index c = 0; c < channels; c += kWidth) {
    Vector d[Side * Side], down[Side * Side], out[Side];
#pragma GCC unroll 36
    for (int i = 0; i < Side * Side; ++i) d[i] = load(pixels[i] + c);
#pragma GCC unroll 6
    for (int x = 0; x < Side; ++x) {
      Line(d + x, Side, out);
#pragma GCC unroll 6
      for (int i = 0; i < Side; ++i) down[i * Side + x] = out[i];
    }
#pragma GCC unroll 6
    for (int y = 0; y < Side; ++y) {
      Line(down + y * Side, 1, out);
#pragma GCC unroll 6
      for (int i = 0; i < Side; ++i) store(v + (y * Side + i) * positionStride + c, out[i]);
    }
  }
}

inline void outputLine4(const Vector* m, Index step, Vector* out) {
  const Vector evenA = m[step] + m[2 * step], oddA = kA * (m[step] - m[2 * step]);
  const Vector evenB = m[3 * step] + m[4 * step], oddB = kB * (m[3 * step] - m[4 * step]);
  out[0] = m[0] + evenA + evenB;
  out[1] = oddA + oddB;
  out[2] = kA2 * evenA + kB2 * evenB;
  out[3] = kA2 * oddA + kB2 * oddB + m[5 * step];
}

inline void outputLine2(const Vector* m, Index step, Vector* out) {
  out[0] = m[0] + m[step] + m[2 * step];
  out[1] = m[step] - m[2 * step] - m[3 * step];
}

inline void outputLineEnlarged(const Vector* m, Index step, Vector* out) {
  out[0] = m[0] + m[step];
  out[1] = m[step];
  out[2] = m[step] + m[2 * step];
}

template <int Side, int Size, void (*Line)(const Vector*, Index, Vector*)>
void output(const float* m, Index positionStride, Index channels, float* tile) {
  for (Index c = 0; c < channels; c += kWidth) {
    Vector d[Side * Side], down[Size * Side], out[Size];
#pragma GCC unroll 36
    for (int i = 0; i < Side * Side; ++i) d[i] = load(m + i * positionStride + c);
#pragma GCC unroll 6
    for (int x = 0; x < Side; ++x) {
      Line(d + x, Side, out);
#pragma GCC unroll 4
      for (int i = 0; i < Size; ++i) down[i * Side + x] = out[i];
    }
#pragma GCC unroll 4
    for (int y = 0; y < Size; ++y) {
      Line(down + y * Side, 1, out);
#pragma GCC unroll 4
      for (int i = 0; i < Size; ++i) store(tile + (y * Size + i) * channels + c, out[i]);
    }
  }
}

// ---- what follows a convolution ----

inline Vector activated(Vector v, float slope) {
  return v > 0.0f ? v : slope * v;
}

void finish(const float* x, const float* bias, const float* residual, float slope, Index channels,
            float* out) {
  for (Index c = 0; c < channels; c += kWidth) {
    Vector v = load(x + c) + load(bias + c);
    if (residual) v += load(residual + c);
    store(out + c, activated(v, slope));
  }
}

void modulate(const float* gamma, const float* beta, const float* gammaBias, const float* betaBias,
              const float* x, const float* mean, const float* scale, float slope, Index channels,
              float* out) {
  for (Index c = 0; c < channels; c += kWidth) {
    const Vector normal = (load(x + c) - load(mean + c)) * load(scale + c);
    Vector v = normal * (1.0f + (load(gamma + c) + load(gammaBias + c)));
    if (beta) v += load(beta + c) + load(betaBias + c);
    store(out + c, activated(v, slope));
  }
}

void sums(const float* x, Index rows, Index channels, const float* shift, double* sum, double* squares) {
  constexpr Index kRun = 64;  // rows that float sums cover before they are added to the double ones
  for (Index c = 0; c < channels; c += kWidth) {
    const Vector centre = load(shift + c);
    for (Index first = 0; first < rows; first += kRun) {
      const Index end = first + kRun < rows ? first + kRun : rows;
      Vector one = {}, two = {};
      for (Index row = first; row < end; ++row) {
        const Vector v = load(x + row * channels + c) - centre;
        one += v;
        two += v * v;
      }
      for (int i = 0; i < kWidth; ++i) {
        sum[c + i] += double(one[i]);
        squares[c + i] += double(two[i]);
      }
    }
  }
}

void blend8(const float* const* corners, const float* weights, Index channels, float* out) {
  for (Index c = 0; c < channels; c += kWidth) {
    Vector v = {};
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) v += weights[i] * load(corners[i] + c);
    store(out + c, v);
  }
}

void mean4(const float* a, const float* b, const float* c, const float* d, Index channels, float* out) {
  for (Index i = 0; i < channels; i += kWidth)
    store(out + i, 0.25f * ((load(a + i) + load(b + i)) + (load(c + i) + load(d + i))));
}

constexpr Kernels kTable{kName,
                         packedSize,
                         pack,
                         product,
                         input<4, inputLine2>,
                         input<6, inputLine4>,
                         output<4, 2, outputLine2>,
                         output<6, 4, outputLine4>,
                         input<3, inputLineEnlarged>,
                         output<3, 3, outputLineEnlarged>,
                         finish,
                         modulate,
                         sums,
                         blend8,
                         mean4};
