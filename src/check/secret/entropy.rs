pub fn shannon(b: &[u8]) -> f64 {
    let mut c = [0usize; 256];
    for &x in b {
        c[x as usize] += 1;
    }
    let n = b.len() as f64;
    c.iter()
        .filter(|&&x| x > 0)
        .map(|&x| {
            let p = x as f64 / n;
            -p * p.log2()
        })
        .sum()
}
