;; Inner loops of the weight statistics over one shared memory. What each does is said, in TypeScript, by the function of
;; the same name in reference.ts; tests hold the two against each other. All pointers are byte addresses.
(module
  (memory (import "env" "memory") 1 65536)

  (func (export "count16") (param $at i32) (param $count i32) (param $table i32)
    (local $end i32) (local $wide i32) (local $c i32) (local $first i64) (local $second i64)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 1))))
    (local.set $wide (i32.sub (local.get $end) (i32.const 15)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $at) (local.get $wide)))
        (local.set $first (i64.load (local.get $at)))
        (local.set $second (i64.load offset=8 (local.get $at)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.and (i32.wrap_i64 (local.get $first)) (i32.const 0xffff)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.and (i32.wrap_i64 (i64.shr_u (local.get $first) (i64.const 14))) (i32.const 0x3fffc))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.and (i32.wrap_i64 (i64.shr_u (local.get $first) (i64.const 30))) (i32.const 0x3fffc))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $first) (i64.const 48))) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.and (i32.wrap_i64 (local.get $second)) (i32.const 0xffff)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.and (i32.wrap_i64 (i64.shr_u (local.get $second) (i64.const 14))) (i32.const 0x3fffc))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.and (i32.wrap_i64 (i64.shr_u (local.get $second) (i64.const 30))) (i32.const 0x3fffc))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $second) (i64.const 48))) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $at) (local.get $end)))
        (local.set $c (i32.add (local.get $table) (i32.shl (i32.load16_u (local.get $at)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (br $next))))

  (func (export "count8") (param $at i32) (param $count i32) (param $table i32)
    (local $end i32) (local $c i32)
    (local.set $end (i32.add (local.get $at) (local.get $count)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $c (i32.add (local.get $table) (i32.shl (i32.load8_u (local.get $at)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next))))

  ;; out: f64 least, greatest, sum, squares, zeros. Sums are kept in eight lanes and added up at the end.
  (func (export "moments") (param $at i32) (param $count i32) (param $shift f64) (param $out i32)
    (param $drop i32) (param $table i32) (result i32)
    (local $end i32) (local $wide i32) (local $c i32)
    (local $v v128) (local $bits v128) (local $least v128) (local $greatest v128) (local $odd v128) (local $zeros v128)
    (local $shifts v128) (local $low v128) (local $high v128)
    (local $sumA v128) (local $sumB v128) (local $squaresA v128) (local $squaresB v128)
    (local $x f32) (local $d f64) (local $sum f64) (local $squares f64) (local $min f32) (local $max f32)
    (local $odds i32) (local $zeroCount i32)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $wide (i32.sub (local.get $end) (i32.const 15)))
    (local.set $least (f32x4.splat (f32.const inf)))
    (local.set $greatest (f32x4.splat (f32.const -inf)))
    (local.set $shifts (f64x2.splat (local.get $shift)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $at) (local.get $wide)))
        (local.set $v (v128.load (local.get $at)))
        (local.set $least (f32x4.pmin (local.get $least) (local.get $v)))
        (local.set $greatest (f32x4.pmax (local.get $greatest) (local.get $v)))
        (local.set $bits (v128.and (local.get $v) (i32x4.splat (i32.const 0x7fffffff))))
        (local.set $odd (v128.or (local.get $odd) (i32x4.gt_s (local.get $bits) (i32x4.splat (i32.const 0x7f7fffff)))))
        (local.set $zeros (i32x4.sub (local.get $zeros) (i32x4.eq (local.get $bits) (v128.const i64x2 0 0))))
        (local.set $low (f64x2.sub (f64x2.promote_low_f32x4 (local.get $v)) (local.get $shifts)))
        (local.set $high (f64x2.sub
          (f64x2.promote_low_f32x4
            (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $v) (local.get $v)))
          (local.get $shifts)))
        (local.set $sumA (f64x2.add (local.get $sumA) (local.get $low)))
        (local.set $sumB (f64x2.add (local.get $sumB) (local.get $high)))
        (local.set $squaresA (f64x2.add (local.get $squaresA) (f64x2.mul (local.get $low) (local.get $low))))
        (local.set $squaresB (f64x2.add (local.get $squaresB) (f64x2.mul (local.get $high) (local.get $high))))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.shr_u (i32.load (local.get $at)) (local.get $drop)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.shr_u (i32.load offset=4 (local.get $at)) (local.get $drop)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.shr_u (i32.load offset=8 (local.get $at)) (local.get $drop)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.shr_u (i32.load offset=12 (local.get $at)) (local.get $drop)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.set $sumA (f64x2.add (local.get $sumA) (local.get $sumB)))
    (local.set $squaresA (f64x2.add (local.get $squaresA) (local.get $squaresB)))
    (local.set $sum (f64.add (f64x2.extract_lane 0 (local.get $sumA)) (f64x2.extract_lane 1 (local.get $sumA))))
    (local.set $squares
      (f64.add (f64x2.extract_lane 0 (local.get $squaresA)) (f64x2.extract_lane 1 (local.get $squaresA))))
    (local.set $odds (v128.any_true (local.get $odd)))
    (local.set $zeroCount (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $zeros)) (i32x4.extract_lane 1 (local.get $zeros)))
      (i32.add (i32x4.extract_lane 2 (local.get $zeros)) (i32x4.extract_lane 3 (local.get $zeros)))))
    (local.set $least (f32x4.pmin (local.get $least)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $least) (local.get $least))))
    (local.set $least (f32x4.pmin (local.get $least)
      (i8x16.shuffle 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 (local.get $least) (local.get $least))))
    (local.set $min (f32x4.extract_lane 0 (local.get $least)))
    (local.set $greatest (f32x4.pmax (local.get $greatest)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $greatest) (local.get $greatest))))
    (local.set $greatest (f32x4.pmax (local.get $greatest)
      (i8x16.shuffle 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 (local.get $greatest) (local.get $greatest))))
    (local.set $max (f32x4.extract_lane 0 (local.get $greatest)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $c (i32.add (local.get $table)
          (i32.shl (i32.shr_u (i32.load (local.get $at)) (local.get $drop)) (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $x (f32.load (local.get $at)))
        (local.set $odds (i32.or (local.get $odds)
          (f32.ne (f32.sub (local.get $x) (local.get $x)) (f32.const 0))))
        (local.set $zeroCount (i32.add (local.get $zeroCount) (f32.eq (local.get $x) (f32.const 0))))
        (local.set $min (f32.min (local.get $min) (local.get $x)))
        (local.set $max (f32.max (local.get $max) (local.get $x)))
        (local.set $d (f64.sub (f64.promote_f32 (local.get $x)) (local.get $shift)))
        (local.set $sum (f64.add (local.get $sum) (local.get $d)))
        (local.set $squares (f64.add (local.get $squares) (f64.mul (local.get $d) (local.get $d))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next)))
    ;; Adding zero makes -0 a 0: which of the two comes out must not depend on the order of elements.
    (f64.store (local.get $out) (f64.add (f64.promote_f32 (local.get $min)) (f64.const 0)))
    (f64.store offset=8 (local.get $out) (f64.add (f64.promote_f32 (local.get $max)) (f64.const 0)))
    (f64.store offset=16 (local.get $out) (local.get $sum))
    (f64.store offset=24 (local.get $out) (local.get $squares))
    (f64.store offset=32 (local.get $out) (f64.convert_i32_u (local.get $zeroCount)))
    (i32.eqz (local.get $odds)))

  ;; rules: f64 low, perUnit, threshold, lowFence, highFence; u32 near, outliers; u32 address of bins, of slots, of the list.
  (func $careful (param $at i32) (param $end i32) (param $shift i32) (param $care i32) (param $rules i32)
    (local $bits i32) (local $kind i32) (local $x f64) (local $c i32) (local $near i32) (local $outliers i32)
    (local $bins i32) (local $slots i32) (local $lower i32)
    (local $low f64) (local $perUnit f64) (local $threshold f64) (local $lowFence f64) (local $highFence f64)
    (local.set $low (f64.load (local.get $rules)))
    (local.set $perUnit (f64.load offset=8 (local.get $rules)))
    (local.set $threshold (f64.load offset=16 (local.get $rules)))
    (local.set $lowFence (f64.load offset=24 (local.get $rules)))
    (local.set $highFence (f64.load offset=32 (local.get $rules)))
    (local.set $bins (i32.load offset=48 (local.get $rules)))
    (local.set $slots (i32.load offset=52 (local.get $rules)))
    (local.set $lower (i32.sub (i32.shl (i32.const 1) (local.get $shift)) (i32.const 1)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $bits (i32.load (local.get $at)))
        (local.set $x (f64.promote_f32 (f32.reinterpret_i32 (local.get $bits))))
        (local.set $c (i32.add (local.get $bins) (i32.shl
          (i32.trunc_sat_f64_u (f64.mul (f64.sub (local.get $x) (local.get $low)) (local.get $perUnit)))
          (i32.const 2))))
        (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))
        (local.set $near (i32.add (local.get $near) (f64.lt (f64.abs (local.get $x)) (local.get $threshold))))
        (local.set $outliers (i32.add (local.get $outliers) (i32.or
          (f64.lt (local.get $x) (local.get $lowFence))
          (f64.gt (local.get $x) (local.get $highFence)))))
        (local.set $kind (i32.load8_u (i32.add (local.get $care) (i32.shr_u (local.get $bits) (local.get $shift)))))
        (if (i32.gt_u (local.get $kind) (i32.const 1))
          (then
            ;; Slot kind - 2, then the lower bits of the pattern.
            (local.set $c (i32.add (local.get $slots) (i32.shl
              (i32.or
                (i32.shl (i32.sub (local.get $kind) (i32.const 2)) (local.get $shift))
                (i32.and (local.get $bits) (local.get $lower)))
              (i32.const 2))))
            (i32.store (local.get $c) (i32.add (i32.load (local.get $c)) (i32.const 1)))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next)))
    (i32.store offset=40 (local.get $rules) (i32.add (i32.load offset=40 (local.get $rules)) (local.get $near)))
    (i32.store offset=44 (local.get $rules) (i32.add (i32.load offset=44 (local.get $rules)) (local.get $outliers))))

  ;; First writes the patterns that need care to a list, without a branch that could be mispredicted: every pattern is
  ;; written, and the end of the list moves on where care is above 0.
  (func (export "carefully") (param $at i32) (param $count i32) (param $shift i32) (param $care i32) (param $rules i32)
    (local $end i32) (local $stop i32) (local $list i32) (local $last i32) (local $bits i32)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $nextBlock
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $list (i32.load offset=56 (local.get $rules)))
        (local.set $last (local.get $list))
        (local.set $stop (i32.add (local.get $at) (i32.const 16384)))
        (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
        (block $blockDone
          (loop $next
            (br_if $blockDone (i32.gt_s (i32.add (local.get $at) (i32.const 16)) (local.get $stop)))
            (local.set $bits (i32.load (local.get $at)))
            (i32.store (local.get $last) (local.get $bits))
            (local.set $last (i32.add (local.get $last)
              (i32.shl
                (i32.ne
                  (i32.load8_u (i32.add (local.get $care) (i32.shr_u (local.get $bits) (local.get $shift))))
                  (i32.const 0))
                (i32.const 2))))
            (local.set $bits (i32.load offset=4 (local.get $at)))
            (i32.store (local.get $last) (local.get $bits))
            (local.set $last (i32.add (local.get $last)
              (i32.shl
                (i32.ne
                  (i32.load8_u (i32.add (local.get $care) (i32.shr_u (local.get $bits) (local.get $shift))))
                  (i32.const 0))
                (i32.const 2))))
            (local.set $bits (i32.load offset=8 (local.get $at)))
            (i32.store (local.get $last) (local.get $bits))
            (local.set $last (i32.add (local.get $last)
              (i32.shl
                (i32.ne
                  (i32.load8_u (i32.add (local.get $care) (i32.shr_u (local.get $bits) (local.get $shift))))
                  (i32.const 0))
                (i32.const 2))))
            (local.set $bits (i32.load offset=12 (local.get $at)))
            (i32.store (local.get $last) (local.get $bits))
            (local.set $last (i32.add (local.get $last)
              (i32.shl
                (i32.ne
                  (i32.load8_u (i32.add (local.get $care) (i32.shr_u (local.get $bits) (local.get $shift))))
                  (i32.const 0))
                (i32.const 2))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br $next)))
        (block $blockDone
          (loop $next
            (br_if $blockDone (i32.ge_u (local.get $at) (local.get $stop)))
            (local.set $bits (i32.load (local.get $at)))
            (i32.store (local.get $last) (local.get $bits))
            (local.set $last (i32.add (local.get $last)
              (i32.shl
                (i32.ne
                  (i32.load8_u (i32.add (local.get $care) (i32.shr_u (local.get $bits) (local.get $shift))))
                  (i32.const 0))
                (i32.const 2))))
            (local.set $at (i32.add (local.get $at) (i32.const 4)))
            (br $next)))
        (call $careful (local.get $list) (local.get $last) (local.get $shift) (local.get $care) (local.get $rules))
        (br $nextBlock))))

  ;; The zero masks write whole groups of elements; bits past $count are whatever lies behind the elements.
  (func (export "zeros32") (param $at i32) (param $count i32) (param $keep i32) (param $zero i32) (param $out i32)
    (local $end i32) (local $k v128) (local $z v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $k (i32x4.splat (local.get $keep)))
    (local.set $z (i32x4.splat (local.get $zero)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (i32.store16 (local.get $out) (i8x16.bitmask (i8x16.narrow_i16x8_s
          (i16x8.narrow_i32x4_s
            (i32x4.eq (v128.and (v128.load (local.get $at)) (local.get $k)) (local.get $z))
            (i32x4.eq (v128.and (v128.load offset=16 (local.get $at)) (local.get $k)) (local.get $z)))
          (i16x8.narrow_i32x4_s
            (i32x4.eq (v128.and (v128.load offset=32 (local.get $at)) (local.get $k)) (local.get $z))
            (i32x4.eq (v128.and (v128.load offset=48 (local.get $at)) (local.get $k)) (local.get $z))))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (local.set $out (i32.add (local.get $out) (i32.const 2)))
        (br $next))))

  (func (export "zeros16") (param $at i32) (param $count i32) (param $keep i32) (param $zero i32) (param $out i32)
    (local $end i32) (local $k v128) (local $z v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 1))))
    (local.set $k (i16x8.splat (local.get $keep)))
    (local.set $z (i16x8.splat (local.get $zero)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (i32.store16 (local.get $out) (i8x16.bitmask (i8x16.narrow_i16x8_s
          (i16x8.eq (v128.and (v128.load (local.get $at)) (local.get $k)) (local.get $z))
          (i16x8.eq (v128.and (v128.load offset=16 (local.get $at)) (local.get $k)) (local.get $z)))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (local.set $out (i32.add (local.get $out) (i32.const 2)))
        (br $next))))

  (func (export "zeros8") (param $at i32) (param $count i32) (param $keep i32) (param $zero i32) (param $out i32)
    (local $end i32) (local $k v128) (local $z v128)
    (local.set $end (i32.add (local.get $at) (local.get $count)))
    (local.set $k (i8x16.splat (local.get $keep)))
    (local.set $z (i8x16.splat (local.get $zero)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (i32.store16 (local.get $out)
          (i8x16.bitmask (i8x16.eq (v128.and (v128.load (local.get $at)) (local.get $k)) (local.get $z))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 2)))
        (br $next))))

  (func (export "zeros4") (param $at i32) (param $count i32) (param $keep i32) (param $zero i32) (param $out i32)
    (local $end i32) (local $k v128) (local $z v128) (local $v v128) (local $low v128) (local $high v128)
    (local.set $end (i32.add (local.get $at) (i32.shr_u (i32.add (local.get $count) (i32.const 1)) (i32.const 1))))
    (local.set $k (i8x16.splat (local.get $keep)))
    (local.set $z (i8x16.splat (local.get $zero)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $v (v128.load (local.get $at)))
        (local.set $low (i8x16.eq (v128.and (local.get $v) (local.get $k)) (local.get $z)))
        (local.set $high (i8x16.eq
          (v128.and (i8x16.shr_u (local.get $v) (i32.const 4)) (local.get $k)) (local.get $z)))
        (i32.store (local.get $out) (i32.or
          (i8x16.bitmask
            (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $low) (local.get $high)))
          (i32.shl
            (i8x16.bitmask
              (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $low) (local.get $high)))
            (i32.const 16))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $next))))

  (func (export "zeros2") (param $at i32) (param $count i32) (param $keep i32) (param $zero i32) (param $out i32)
    (local $end i32) (local $k v128) (local $z v128) (local $v v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $even v128) (local $odd v128)
    (local.set $end (i32.add (local.get $at) (i32.shr_u (i32.add (local.get $count) (i32.const 3)) (i32.const 2))))
    (local.set $k (i8x16.splat (local.get $keep)))
    (local.set $z (i8x16.splat (local.get $zero)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $v (v128.load (local.get $at)))
        (local.set $a (i8x16.eq (v128.and (local.get $v) (local.get $k)) (local.get $z)))
        (local.set $b (i8x16.eq (v128.and (i8x16.shr_u (local.get $v) (i32.const 2)) (local.get $k)) (local.get $z)))
        (local.set $c (i8x16.eq (v128.and (i8x16.shr_u (local.get $v) (i32.const 4)) (local.get $k)) (local.get $z)))
        (local.set $d (i8x16.eq
          (v128.and (i8x16.shr_u (local.get $v) (i32.const 6)) (local.get $k)) (local.get $z)))
        (local.set $even (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $a) (local.get $b)))
        (local.set $odd (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $c) (local.get $d)))
        (i32.store16 (local.get $out) (i8x16.bitmask
          (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $even) (local.get $odd))))
        (i32.store16 offset=2 (local.get $out) (i8x16.bitmask
          (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $even) (local.get $odd))))
        (local.set $even (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $a) (local.get $b)))
        (local.set $odd (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $c) (local.get $d)))
        (i32.store16 offset=4 (local.get $out) (i8x16.bitmask
          (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $even) (local.get $odd))))
        (i32.store16 offset=6 (local.get $out) (i8x16.bitmask
          (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $even) (local.get $odd))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 8)))
        (br $next))))

  ;; Replaces $count bits at bit $to of $target by those at bit $from of $source. Reads and writes up to 7 bytes past the end.
  (func (export "copyBits") (param $target i32) (param $to i32) (param $source i32) (param $from i32) (param $count i32)
    (local $take i32) (local $mask i64) (local $at i32) (local $shift i64)
    ;; Whole bytes where both lie on their borders, as in matrices of a multiple of 8 columns.
    (if (i32.eqz (i32.and (i32.or (local.get $to) (local.get $from)) (i32.const 7)))
      (then
        (local.set $take (i32.shr_u (local.get $count) (i32.const 3)))
        (memory.copy
          (i32.add (local.get $target) (i32.shr_u (local.get $to) (i32.const 3)))
          (i32.add (local.get $source) (i32.shr_u (local.get $from) (i32.const 3)))
          (local.get $take))
        (local.set $take (i32.shl (local.get $take) (i32.const 3)))
        (local.set $to (i32.add (local.get $to) (local.get $take)))
        (local.set $from (i32.add (local.get $from) (local.get $take)))
        (local.set $count (i32.sub (local.get $count) (local.get $take)))))
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $take (select (local.get $count) (i32.const 32) (i32.lt_u (local.get $count) (i32.const 32))))
        (local.set $mask (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $take))) (i64.const 1)))
        (local.set $at (i32.add (local.get $target) (i32.shr_u (local.get $to) (i32.const 3))))
        (local.set $shift (i64.extend_i32_u (i32.and (local.get $to) (i32.const 7))))
        (i64.store (local.get $at) (i64.or
          (i64.and
            (i64.load (local.get $at))
            (i64.xor (i64.shl (local.get $mask) (local.get $shift)) (i64.const -1)))
          (i64.shl
            (i64.and
              (i64.shr_u
                (i64.load (i32.add (local.get $source) (i32.shr_u (local.get $from) (i32.const 3))))
                (i64.extend_i32_u (i32.and (local.get $from) (i32.const 7))))
              (local.get $mask))
            (local.get $shift))))
        (local.set $to (i32.add (local.get $to) (local.get $take)))
        (local.set $from (i32.add (local.get $from) (local.get $take)))
        (local.set $count (i32.sub (local.get $count) (local.get $take)))
        (br $next))))

  (func (export "isFull") (param $row i32) (param $words i32) (result i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $words) (i32.const 3))))
    (loop $next
      (if (i32.ge_u (local.get $row) (local.get $end)) (then (return (i32.const 1))))
      (if (i64.ne (i64.load (local.get $row)) (i64.const -1)) (then (return (i32.const 0))))
      (local.set $row (i32.add (local.get $row) (i32.const 8)))
      (br $next))
    (unreachable))

  ;; Adds the bits set in $bits to the counter at $counter.
  (func $add (param $counter i32) (param $bits i64)
    (i64.store (local.get $counter) (i64.add (i64.load (local.get $counter)) (i64.popcnt (local.get $bits)))))

  ;; N:M groups of one bit from each of eight words: binary adders that hold one digit of 64 sums in a word.
  (func $acrossWords (param $a i64) (param $b i64) (param $c i64) (param $d i64)
    (param $e i64) (param $f i64) (param $g i64) (param $h i64) (param $out i32)
    (local $carry i64)
    (local $ones1 i64) (local $twos1 i64) (local $fours1 i64)
    (local $ones2 i64) (local $twos2 i64) (local $fours2 i64)
    (local $twos i64) (local $fours i64) (local $eights i64)
    (call $add (local.get $out) (i64.or (local.get $a) (local.get $b)))
    (call $add (local.get $out) (i64.or (local.get $c) (local.get $d)))
    (call $add (local.get $out) (i64.or (local.get $e) (local.get $f)))
    (call $add (local.get $out) (i64.or (local.get $g) (local.get $h)))
    (local.set $ones1 (i64.xor (i64.xor (local.get $a) (local.get $b)) (i64.xor (local.get $c) (local.get $d))))
    (local.set $carry (i64.and (i64.xor (local.get $a) (local.get $b)) (i64.xor (local.get $c) (local.get $d))))
    (local.set $fours1
      (i64.and (i64.and (local.get $a) (local.get $b)) (i64.and (local.get $c) (local.get $d))))
    (local.set $twos1 (i64.or (local.get $carry)
      (i64.xor (i64.and (local.get $a) (local.get $b)) (i64.and (local.get $c) (local.get $d)))))
    (local.set $ones2 (i64.xor (i64.xor (local.get $e) (local.get $f)) (i64.xor (local.get $g) (local.get $h))))
    (local.set $carry (i64.and (i64.xor (local.get $e) (local.get $f)) (i64.xor (local.get $g) (local.get $h))))
    (local.set $fours2
      (i64.and (i64.and (local.get $e) (local.get $f)) (i64.and (local.get $g) (local.get $h))))
    (local.set $twos2 (i64.or (local.get $carry)
      (i64.xor (i64.and (local.get $e) (local.get $f)) (i64.and (local.get $g) (local.get $h)))))
    (call $add (i32.add (local.get $out) (i32.const 8))
      (i64.or (local.get $fours1) (i64.and (local.get $twos1) (local.get $ones1))))
    (call $add (i32.add (local.get $out) (i32.const 8))
      (i64.or (local.get $fours2) (i64.and (local.get $twos2) (local.get $ones2))))
    (call $add (i32.add (local.get $out) (i32.const 16)) (i64.or (local.get $fours1) (local.get $twos1)))
    (call $add (i32.add (local.get $out) (i32.const 16)) (i64.or (local.get $fours2) (local.get $twos2)))
    (local.set $carry (i64.and (local.get $ones1) (local.get $ones2)))
    (local.set $twos (i64.xor (i64.xor (local.get $twos1) (local.get $twos2)) (local.get $carry)))
    (local.set $carry (i64.or
      (i64.and (local.get $twos1) (local.get $twos2))
      (i64.and (local.get $carry) (i64.or (local.get $twos1) (local.get $twos2)))))
    (local.set $fours (i64.xor (i64.xor (local.get $fours1) (local.get $fours2)) (local.get $carry)))
    (local.set $eights (i64.or
      (i64.and (local.get $fours1) (local.get $fours2))
      (i64.and (local.get $carry) (i64.or (local.get $fours1) (local.get $fours2)))))
    (call $add (i32.add (local.get $out) (i32.const 24))
      (i64.or (local.get $eights) (i64.and (local.get $fours) (local.get $twos))))
    (call $add (i32.add (local.get $out) (i32.const 32)) (i64.or (local.get $eights) (local.get $fours))))

  ;; Adds all sixteen bytes to a u64 counter.
  (func $addBytes (param $counter i32) (param $bytes v128)
    (local $sums v128)
    (local.set $sums (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $bytes))))
    (i64.store (local.get $counter) (i64.add (i64.load (local.get $counter)) (i64.extend_i32_u (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
      (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums))))))))

  ;; Adds both halves of each byte.
  (func $halves (param $nibbles v128) (result v128)
    (i8x16.add
      (v128.and (local.get $nibbles) (i8x16.splat (i32.const 0x0f)))
      (v128.and (i16x8.shr_u (local.get $nibbles) (i32.const 4)) (i8x16.splat (i32.const 0x0f)))))

  ;; Counts, for eight rows of 128 bits, fields of 4 bits that are all set, and with $groups N:M groups along the rows. Fields
  ;; count up in place: one for each row fits into the 4 bits of a field, and four for each row into a byte.
  (func $along (param $row i32) (param $stride i32) (param $groups i32) (param $out i32)
    (local $left i32) (local $x v128) (local $two v128) (local $four v128) (local $eight v128)
    (local $of12 v128) (local $of14 v128) (local $of24 v128) (local $of28 v128) (local $of48 v128) (local $full v128)
    (local.set $left (i32.const 8))
    (loop $next
      (local.set $x (v128.load (local.get $row)))
      (local.set $two (i64x2.sub (local.get $x)
        (v128.and (i64x2.shr_u (local.get $x) (i32.const 1)) (i8x16.splat (i32.const 0x55)))))
      (local.set $four (i64x2.add
        (v128.and (local.get $two) (i8x16.splat (i32.const 0x33)))
        (v128.and (i64x2.shr_u (local.get $two) (i32.const 2)) (i8x16.splat (i32.const 0x33)))))
      ;; The third bit of a sum of four tells that it is 4.
      (local.set $full (i8x16.add (local.get $full)
        (v128.and (i64x2.shr_u (local.get $four) (i32.const 2)) (i8x16.splat (i32.const 0x11)))))
      (if (local.get $groups)
        (then
          (local.set $eight (v128.and
            (i64x2.add (local.get $four) (i64x2.shr_u (local.get $four) (i32.const 4)))
            (i8x16.splat (i32.const 0x0f))))
          ;; Of two bits, at least one: 2-bit fields of 0 or 1, added up to one sum for each byte.
          (local.set $two (v128.and
            (v128.or (local.get $x) (i64x2.shr_u (local.get $x) (i32.const 1)))
            (i8x16.splat (i32.const 0x55))))
          (local.set $two (i64x2.add
            (v128.and (local.get $two) (i8x16.splat (i32.const 0x33)))
            (v128.and (i64x2.shr_u (local.get $two) (i32.const 2)) (i8x16.splat (i32.const 0x33)))))
          (local.set $of12 (i8x16.add (local.get $of12)
            (v128.and
              (i64x2.add (local.get $two) (i64x2.shr_u (local.get $two) (i32.const 4)))
              (i8x16.splat (i32.const 0x0f)))))
          ;; A sum of four bits reaches 4 when 1 is added to 3 or more, when 2 is added to 2 or more.
          (local.set $of14 (i8x16.add (local.get $of14)
            (v128.and
              (i64x2.shr_u (i8x16.add (local.get $four) (i8x16.splat (i32.const 0x11))) (i32.const 2))
              (i8x16.splat (i32.const 0x11)))))
          (local.set $of24 (i8x16.add (local.get $of24)
            (v128.and
              (i64x2.shr_u (i8x16.add (local.get $four) (i8x16.splat (i32.const 0x22))) (i32.const 2))
              (i8x16.splat (i32.const 0x11)))))
          ;; Likewise a sum of eight bits reaches 8. Comparisons give -1 where they hold.
          (local.set $of28 (i8x16.sub (local.get $of28)
            (i8x16.ge_u (local.get $eight) (i8x16.splat (i32.const 6)))))
          (local.set $of48 (i8x16.sub (local.get $of48)
            (i8x16.ge_u (local.get $eight) (i8x16.splat (i32.const 4)))))))
      (local.set $row (i32.add (local.get $row) (local.get $stride)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $next (local.get $left)))
    (call $addBytes (i32.add (local.get $out) (i32.const 40)) (call $halves (local.get $full)))
    (if (local.get $groups)
      (then
        (call $addBytes (local.get $out) (local.get $of12))
        (call $addBytes (i32.add (local.get $out) (i32.const 8)) (call $halves (local.get $of14)))
        (call $addBytes (i32.add (local.get $out) (i32.const 16)) (call $halves (local.get $of24)))
        (call $addBytes (i32.add (local.get $out) (i32.const 24)) (local.get $of28))
        (call $addBytes (i32.add (local.get $out) (i32.const 32)) (local.get $of48)))))

  ;; N:M groups of one bit from each of eight rows, 64 columns at once.
  (func $across (param $row i32) (param $stride i32) (param $out i32)
    (local $four i32)
    (local.set $four (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 2))))
    (call $acrossWords
      (i64.load (local.get $row))
      (i64.load (i32.add (local.get $row) (local.get $stride)))
      (i64.load (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 1))))
      (i64.load (i32.add (local.get $row) (i32.mul (local.get $stride) (i32.const 3))))
      (i64.load (local.get $four))
      (i64.load (i32.add (local.get $four) (local.get $stride)))
      (i64.load (i32.add (local.get $four) (i32.shl (local.get $stride) (i32.const 1))))
      (i64.load (i32.add (local.get $four) (i32.mul (local.get $stride) (i32.const 3))))
      (local.get $out)))

  ;; Columns set in all of four rows.
  (func $andFour (param $row i32) (param $stride i32) (result v128)
    (v128.and
      (v128.and
        (v128.load (local.get $row))
        (v128.load (i32.add (local.get $row) (local.get $stride))))
      (v128.and
        (v128.load (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 1))))
        (v128.load (i32.add (local.get $row) (i32.mul (local.get $stride) (i32.const 3)))))))

  ;; out: u64 counters 1:2, 1:4, 2:4, 2:8, 4:8, then zero blocks of 1x4, 4x1, 4x4, 16x16 (rows x columns).
  (func (export "tile") (param $row i32) (param $stride i32) (param $words i32) (param $groups i32)
    (param $full i32) (param $out i32)
    (local $end i32) (local $part i32) (local $at i32)
    (local $and v128) (local $all v128) (local $bits v128)
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $words) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $at (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 3))))
        (call $along (local.get $row) (local.get $stride) (i32.eq (local.get $groups) (i32.const 1)) (local.get $out))
        (call $along (local.get $at) (local.get $stride) (i32.eq (local.get $groups) (i32.const 1)) (local.get $out))
        (if (i32.eq (local.get $groups) (i32.const 2))
          (then
            (call $across (local.get $row) (local.get $stride) (local.get $out))
            (call $across (i32.add (local.get $row) (i32.const 8)) (local.get $stride) (local.get $out))
            (call $across (local.get $at) (local.get $stride) (local.get $out))
            (call $across (i32.add (local.get $at) (i32.const 8)) (local.get $stride) (local.get $out))))
        (local.set $all (i8x16.splat (i32.const -1)))
        (local.set $at (local.get $row))
        (local.set $part (i32.const 4))
        (loop $nextPart
          (local.set $and (call $andFour (local.get $at) (local.get $stride)))
          (if (v128.any_true (local.get $and))
            (then
              (call $addBytes (i32.add (local.get $out) (i32.const 48)) (i8x16.popcnt (local.get $and)))
              (local.set $bits (v128.and (local.get $and) (i64x2.shr_u (local.get $and) (i32.const 1))))
              (local.set $bits (v128.and (local.get $bits) (i64x2.shr_u (local.get $bits) (i32.const 2))))
              (call $addBytes (i32.add (local.get $out) (i32.const 56))
                (i8x16.popcnt (v128.and (local.get $bits) (i8x16.splat (i32.const 0x11)))))))
          (local.set $all (v128.and (local.get $all) (local.get $and)))
          (local.set $at (i32.add (local.get $at) (i32.shl (local.get $stride) (i32.const 2))))
          (local.set $part (i32.sub (local.get $part) (i32.const 1)))
          (br_if $nextPart (local.get $part)))
        (v128.store (local.get $full) (v128.and (v128.load (local.get $full)) (local.get $all)))
        (if (v128.any_true (local.get $all))
          (then
            (call $addBytes (i32.add (local.get $out) (i32.const 64))
              (v128.and
                (i16x8.eq (local.get $all) (i8x16.splat (i32.const -1)))
                (i16x8.splat (i32.const 1))))))
        (local.set $full (i32.add (local.get $full) (i32.const 16)))
        (local.set $row (i32.add (local.get $row) (i32.const 16)))
        (br $next))))

  ;; $width bits at bit $at of $row, all set from $columns on.
  (func $field (param $row i32) (param $at i32) (param $columns i32) (param $mask i64) (result i64)
    (if (result i64) (i32.lt_u (local.get $at) (local.get $columns))
      (then
        (i64.and
          (i64.shr_u
            (i64.load (i32.add (local.get $row) (i32.shr_u (local.get $at) (i32.const 3))))
            (i64.extend_i32_u (i32.and (local.get $at) (i32.const 7))))
          (local.get $mask)))
      (else (local.get $mask))))

  (func (export "strided") (param $row i32) (param $columns i32) (param $unit i32) (param $out i32)
    (local $start i32) (local $offset i32) (local $width i32) (local $at i32) (local $mask i64)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $start) (local.get $columns)))
        (local.set $offset (i32.const 0))
        (loop $nextField
          (local.set $width (i32.sub (local.get $unit) (local.get $offset)))
          (if (i32.gt_u (local.get $width) (i32.const 57)) (then (local.set $width (i32.const 57))))
          (local.set $mask (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $width))) (i64.const 1)))
          (local.set $at (i32.add (local.get $start) (local.get $offset)))
          (call $acrossWords
            (call $field (local.get $row) (local.get $at) (local.get $columns) (local.get $mask))
            (call $field (local.get $row) (local.tee $at (i32.add (local.get $at) (local.get $unit))) (local.get $columns) (local.get $mask))
            (call $field (local.get $row) (local.tee $at (i32.add (local.get $at) (local.get $unit))) (local.get $columns) (local.get $mask))
            (call $field (local.get $row) (local.tee $at (i32.add (local.get $at) (local.get $unit))) (local.get $columns) (local.get $mask))
            (call $field (local.get $row) (local.tee $at (i32.add (local.get $at) (local.get $unit))) (local.get $columns) (local.get $mask))
            (call $field (local.get $row) (local.tee $at (i32.add (local.get $at) (local.get $unit))) (local.get $columns) (local.get $mask))
            (call $field (local.get $row) (local.tee $at (i32.add (local.get $at) (local.get $unit))) (local.get $columns) (local.get $mask))
            (call $field (local.get $row) (local.tee $at (i32.add (local.get $at) (local.get $unit))) (local.get $columns) (local.get $mask))
            (local.get $out))
          (local.set $offset (i32.add (local.get $offset) (local.get $width)))
          (br_if $nextField (i32.lt_u (local.get $offset) (local.get $unit))))
        (local.set $start (i32.add (local.get $start) (i32.shl (local.get $unit) (i32.const 3))))
        (br $next))))
)
